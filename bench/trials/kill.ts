/**
 * What a crash does: the runtime is killed in the midst of talk and writing and started again on what it had stored. All
 * but a few members come back; those few must be gone from every roster when their time is over. The room is locked, and
 * somebody in it silenced: both must outlive the crash.
 */

import { randomId } from '../../test/support/random-id.ts'
import { requestToken } from '../../test/support/room.ts'
import { until } from '../../test/support/until.ts'
import { listens } from '../listens.ts'
import { type Runtime, startRuntime } from '../runtime.ts'
import { round } from '../statistics.ts'
import { atOnce, type Hall, openHall } from './hall.ts'
import { closeGap, compareLogs, fetchLog, type LogFigures } from './kill/log.ts'
import { compareRosters, isExact, type RosterFigures, RosterReader } from './kill/rosters.ts'
import { Writer } from './kill/writer.ts'
import { after, momentAt } from './moment.ts'
import { Returner } from './returner.ts'
import { isBack, type ReturnFigures, returnFigures } from './returns.ts'
import type { Size, TrialOptions } from './trial.ts'
import { eachHeard, Voice } from './voice.ts'
import { Witness } from './witness.ts'

export interface KillFigures {
  members: number
  talking: number
  /** From the kill until somebody listened on the port again. */
  downMs: number
  /** Counted from then. */
  back: ReturnFigures
  /** Who has another number than before. */
  renumbered: number
  /** Who listens and has heard nobody since. */
  deaf: number
  roster: RosterFigures
  log: LogFigures
}

const SCALES: Record<Size, { members: number; vanish: number; talking: number; writing: number }> = {
  full: { members: 200, vanish: 5, talking: 8, writing: 5 },
  small: { members: 20, vanish: 2, talking: 2, writing: 2 },
}
/** Talk and writing before the crash. */
const BEFORE_MS = 3_000
const BACK_WITHIN_MS = 30_000
/** *Reconnecting* lasts 15 s [R6, R8]. */
const GHOSTS_GONE_AFTER_MS = 20_000
const PROBE_EVERY_MS = 5
const SETTLED_WITHIN_MS = 3_000

class Guest {
  readonly witness = new Witness()
  readonly writer: Writer
  readonly rosterReader = new RosterReader()
  lastHeardAtMs = 0
  numberBefore = 0
  declare returner: Returner

  constructor(index: number) {
    this.writer = new Writer(nameOf(index))
  }

  async join(hall: Hall, index: number): Promise<this> {
    const { origin, room } = hall
    const token = await requestToken(origin, room, index === 0 ? hall.ownerSecret : hall.guestSecret)
    this.returner = await Returner.join({
      ...{ origin, room, token, name: nameOf(index), after: this.witness.lastEntry },
      muted: index % 3 === 2,
      deafened: index % 4 === 3,
      onAudio: (bytes) =>
        eachHeard(bytes, ({ sentAtMs }) => (this.lastHeardAtMs = Math.max(this.lastHeardAtMs, sentAtMs))),
      onMessage: (message) => {
        this.witness.hear(message)
        this.writer.hear(message)
        this.rosterReader.hear(message)
      },
    })
    this.numberBefore = this.returner.number
    return this
  }
}

const nameOf = (index: number) => `Member ${index}`

export async function kill({ size, progress }: TrialOptions): Promise<KillFigures> {
  const { members, vanish, talking, writing } = SCALES[size]
  let runtime = await startRuntime()
  const hall = await openHall(runtime.origin)
  const guests = await atOnce(members, (index) => new Guest(index).join(hall, index))
  const stayers = guests.slice(0, members - vanish)
  const returners = stayers.map(({ returner }) => returner)
  progress(`${members} are in; ${talking} talk, ${writing} write.`)
  await moderate(guests)
  const talkers = stayers.filter(({ returner }) => !returner.options.muted).slice(0, talking)
  const voices = talkers.map(({ returner }) => new Voice(returner))
  for (const voice of voices) voice.start()
  const writers = stayers.slice(0, writing)
  for (const { writer, returner } of writers) writer.start(returner)
  await momentAt(performance.now() + BEFORE_MS)

  const killedAtMs = performance.now()
  for (const { returner } of guests.slice(members - vanish)) returner.vanish()
  await runtime.kill()
  progress('Killed.')
  const [upAtMs, again] = await Promise.all([listensAgainAt(runtime.port), startRuntime(runtime)])
  runtime = again
  await until(() => returners.every((one) => isBack(one, killedAtMs)), 'everybody to be back', BACK_WITHIN_MS)
  const back = returnFigures(returners, killedAtMs, upAtMs)
  progress(`Everybody was back after ${back.allMs} ms. Looking for ghosts …`)

  await momentAt(upAtMs + GHOSTS_GONE_AFTER_MS)
  for (const { writer } of writers) writer.stop()
  await until(() => writers.every(({ writer }) => writer.isAllAcknowledged), 'all that was written to be acknowledged')
  const roster = await settledRoster(stayers)
  const log = await settledLog(hall, stayers)
  const figures: KillFigures = {
    members,
    talking,
    downMs: round(upAtMs - killedAtMs),
    back: returnFigures(returners, killedAtMs, upAtMs),
    renumbered: stayers.filter(({ returner, numberBefore }) => returner.number !== numberBefore).length,
    deaf: stayers.filter((guest) => !guest.returner.options.deafened && guest.lastHeardAtMs < upAtMs).length,
    roster,
    log,
  }
  for (const voice of voices) voice.stop()
  await end(runtime, returners)
  return figures
}

/** The owner silences somebody who does not talk, and locks the room. */
async function moderate(guests: readonly Guest[]): Promise<void> {
  const owner = guests[0]
  const silenced = guests.find(({ returner }) => returner.options.muted)
  if (owner === undefined || silenced === undefined) throw new Error('Nobody to moderate.')
  const head = { type: 'moderate', id: '' } as const
  owner.returner.say({ ...head, id: randomId(), action: 'mute', member: silenced.returner.number })
  owner.returner.say({ ...head, id: randomId(), action: 'lock' })
  await until(() => guests.every(({ witness }) => witness.entries.length === 2), 'the room to be locked')
}

/** When somebody listened on `port` again. */
async function listensAgainAt(port: number): Promise<number> {
  const giveUpAtMs = performance.now() + BACK_WITHIN_MS
  while (!(await listens(port))) {
    if (performance.now() > giveUpAtMs) throw new Error(`Nobody listens on port ${port} again.`)
    await after(PROBE_EVERY_MS)
  }
  return performance.now()
}

/** Changes are told some tenths of a second late: compares until everything agrees, or for as long as it may take. */
async function settledRoster(guests: readonly Guest[]): Promise<RosterFigures> {
  const witnesses = guests.map(({ witness }) => witness)
  const [first] = guests
  if (first === undefined) throw new Error('Nobody to ask.')
  let figures: RosterFigures | undefined
  const agrees = async () => {
    for (const witness of witnesses) witness.lookAtTheClock()
    const room = await first.rosterReader.read((from) => first.returner.say({ type: 'roster', after: from }))
    figures = compareRosters(room, witnesses)
    return isExact(figures)
  }
  await until(agrees, 'all rosters to agree', SETTLED_WITHIN_MS).catch(() => undefined) // the figures tell of it
  return figures as unknown as RosterFigures
}

async function settledLog(hall: Hall, guests: readonly Guest[]): Promise<LogFigures> {
  const writers = guests.map(({ writer }) => writer)
  const token = guests[0]?.returner.options.token ?? ''
  const log = await fetchLog(hall, token)
  const witnesses = guests.map(({ witness }) => witness)
  for (const witness of witnesses) await closeGap(hall, token, witness)
  const agrees = () => compareLogs(log, witnesses, writers).differing === 0
  await until(agrees, 'all logs to agree', SETTLED_WITHIN_MS).catch(() => undefined) // the figures tell of it
  return compareLogs(log, witnesses, writers)
}

async function end(runtime: Runtime, returners: readonly Returner[]): Promise<void> {
  await atOnce(returners.length, async (index) => returners[index]?.leave())
  await runtime.stop()
}
