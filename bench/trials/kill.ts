/**
 * What a crash does: the runtime is killed in the midst of talk and writing and started again on what it had stored. All
 * but a few members come back; those few must be gone from every roster when their time is over. The room is locked, and
 * somebody in it silenced: both must outlive the crash.
 */

import { randomId } from '../../test/support/random-id.ts'
import { until } from '../../test/support/until.ts'
import { listens } from '../listens.ts'
import { startRuntime } from '../runtime.ts'
import { round } from '../statistics.ts'
import { atOnce, openHall } from './hall.ts'
import { Guest } from './kill/guest.ts'
import type { LogFigures } from './kill/log.ts'
import type { RosterFigures } from './kill/rosters.ts'
import { settledLog, settledRoster } from './kill/settled.ts'
import type { Writer } from './kill/writer.ts'
import { after, momentAt } from './moment.ts'
import { startForTrial } from './on-runtime.ts'
import { isBack, type ReturnFigures, returnFigures } from './returns.ts'
import type { Size, TrialOptions } from './trial.ts'
import { Voice } from './voice.ts'

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

interface Scale {
  members: number
  /** Of them. */
  vanish: number
  talking: number
  writing: number
}

const SCALES: Record<Size, Scale> = {
  full: { members: 200, vanish: 5, talking: 8, writing: 5 },
  small: { members: 20, vanish: 2, talking: 2, writing: 2 },
}
/** Talk and writing before the crash. */
const BEFORE_MS = 3_000
const BACK_WITHIN_MS = 30_000
/** *Reconnecting* lasts 15 s [R6, R8]. */
const GHOSTS_GONE_AFTER_MS = 20_000
const PROBE_EVERY_MS = 5

export async function kill({ size, progress }: TrialOptions): Promise<KillFigures> {
  const { members, vanish, talking, writing } = SCALES[size]
  let runtime = await startForTrial()
  try {
    const hall = await openHall(runtime.origin)
    const guests = await atOnce(members, (index) => Guest.join(hall, index))
    const stayers = guests.slice(0, members - vanish)
    const returners = stayers.map(({ returner }) => returner)
    const writers = stayers.slice(0, writing).map(({ writer }) => writer)
    const voices = returners.filter(({ options }) => !options.muted).map((returner) => new Voice(returner))
    await moderate(guests)
    for (const voice of voices.slice(0, talking)) voice.start()
    for (const writer of writers) writer.start()
    progress(`${members} are in; ${talking} talk, ${writing} write.`)
    await after(BEFORE_MS)

    await writeInto(writers)
    const killedAtMs = performance.now()
    for (const { returner } of guests.slice(members - vanish)) returner.vanish()
    await runtime.kill()
    progress('Killed.')
    const [upAtMs, again] = await Promise.all([listensAgainAt(runtime.port), startRuntime(runtime)])
    runtime = again
    await until(() => returners.every((one) => isBack(one, killedAtMs)), 'everybody to be back', BACK_WITHIN_MS)
    progress(`Everybody was back after ${returnFigures(returners, killedAtMs, upAtMs).allMs} ms. Looking for ghosts …`)
    await momentAt(upAtMs + GHOSTS_GONE_AFTER_MS)

    for (const writer of writers) writer.stop()
    await until(
      () => writers.every(({ isAllAcknowledged }) => isAllAcknowledged),
      'what was written to be acknowledged',
    )
    const figures = {
      members,
      talking,
      downMs: round(upAtMs - killedAtMs),
      back: returnFigures(returners, killedAtMs, upAtMs),
      renumbered: stayers.filter(({ returner, number }) => returner.number !== number).length,
      deaf: stayers.filter((guest) => !guest.returner.options.deafened && guest.lastHeardAtMs < upAtMs).length,
      roster: await settledRoster(stayers),
      log: await settledLog(hall, stayers),
    }
    for (const voice of voices.slice(0, talking)) voice.stop()
    await atOnce(returners.length, async (index) => returners[index]?.leave())
    return figures
  } finally {
    await runtime.stop()
  }
}

/** The owner silences somebody who does not talk, and locks the room. */
async function moderate(guests: readonly Guest[]): Promise<void> {
  const owner = guests[0] as Guest
  const silenced = guests.find(({ returner }) => returner.options.muted) as Guest
  owner.returner.say({ type: 'moderate', id: randomId(), action: 'mute', member: silenced.number })
  owner.returner.say({ type: 'moderate', id: randomId(), action: 'lock' })
  await until(() => guests.every(({ witness }) => witness.entries.length === 2), 'the room to be locked')
}

/** Everybody writes a lot; resolves when some of it, and hardly all of it, is acknowledged. */
async function writeInto(writers: readonly Writer[]): Promise<void> {
  const acknowledged = () => writers.reduce((sum, { acknowledged: { size } }) => sum + size, 0)
  const before = acknowledged()
  for (const writer of writers) writer.burst()
  await until(() => acknowledged() > before, 'the first acknowledgement')
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
