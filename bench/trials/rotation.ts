/**
 * What replacing the signing key does to those who are in: keys `a` become `b a`, members renew their tokens, then `a` is
 * taken away. Each step is a deployment, which cuts every socket, and members come back with the token that they have.
 * One cut changes no key: what a deployment costs anyway, to hold the others against. A first one warms both sides up,
 * and is not counted.
 */

import { until } from '../../test/support/until.ts'
import { MemberConnection } from '../load/member-connection.ts'
import type { Runtime } from '../runtime.ts'
import { percentile, round } from '../statistics.ts'
import { atOnce, type Hall, openHall } from './hall.ts'
import type { LogFigures } from './kill/log.ts'
import { settledLog } from './kill/settled.ts'
import { after } from './moment.ts'
import { onRuntime } from './on-runtime.ts'
import { isBack, type ReturnFigures, returnFigures } from './returns.ts'
import { Regular } from './rotation/regular.ts'
import type { Size, TrialOptions } from './trial.ts'
import { Voice } from './voice.ts'

/** One deployment, as members heard it. */
export interface CutFigures {
  /** The longest time in which a member heard nobody, from before the cut on; over all members. */
  silence: { p50Ms: number; p95Ms: number; maxMs: number }
  back: Pick<ReturnFigures, 'returned' | 'p50Ms' | 'allMs' | 'attempts' | 'lostAgain'>
}

export interface RotationFigures {
  members: number
  talking: number
  /** With the same keys, with the new one in front, and without the old one. */
  sameKeys: CutFigures
  keyAdded: CutFigures
  keyRemoved: CutFigures
  /** Members who had a token of the new key when the old one went. */
  renewed: number
  /** What a token of the old key meets then. */
  oldTokenMeets: string
  renumbered: number
  /** How often a member was told, or had to believe, that another was gone. */
  departures: number
  log: LogFigures
}

interface Scale {
  members: number
  talking: number
  writing: number
  /** Between two cuts. A connection that has held for 5 s makes the next loss its member's first (docs/protocol.md, R3). */
  betweenMs: number
}

const SCALES: Record<Size, Scale> = {
  full: { members: 50, talking: 50, writing: 10, betweenMs: 6_000 },
  small: { members: 8, talking: 3, writing: 2, betweenMs: 1_000 },
}
const KEYS = {
  a: 'a:b25lIGtleSB0aGF0IHNpZ25zIGZvciBhIHdoaWxlIG9ubHk',
  b: 'b:YW5vdGhlciBvbmUgdGhhdCBjb21lcyBpbiBpdHMgcGxhY2U',
} as const
const BACK_WITHIN_MS = 30_000
/** Whoever is back is heard and hears by then. */
const HEARD_WITHIN_MS = 1_000

export const rotation = (options: TrialOptions): Promise<RotationFigures> =>
  onRuntime({ restartable: true }, (runtime) => rotateOn(runtime, options))

async function rotateOn(runtime: Runtime, { size, progress }: TrialOptions): Promise<RotationFigures> {
  const { members, talking, writing, betweenMs } = SCALES[size]
  await setKeys(runtime, KEYS.a)
  const hall = await openHall(runtime.origin)
  const regulars = await atOnce(members, (index) => Regular.join(hall, index))
  const voices = regulars.slice(0, talking).map(({ returner }) => new Voice(returner))
  const writers = regulars.slice(-writing).map(({ writer }) => writer)
  for (const voice of voices) voice.start()
  for (const writer of writers) writer.start()
  progress(`${members} are in; ${talking} talk, ${writing} write.`)
  await after(betweenMs)

  const deploy = async (what: string, keys: string) => {
    const cut = await deployWith(runtime, hall, regulars, keys)
    await after(betweenMs)
    progress(`${what}: silent for ${cut.silence.p50Ms} ms (p50), ${cut.silence.maxMs} ms at most.`)
    return cut
  }
  await deploy('Deployed for the first time', KEYS.a)
  const departuresBefore = departuresOf(regulars)
  const sameKeys = await deploy('Deployed with the same keys', KEYS.a)
  const keyAdded = await deploy('Deployed with another key in front', `${KEYS.b} ${KEYS.a}`)
  for (const regular of regulars) regular.renew()
  await until(() => regulars.every(({ keyId }) => keyId === 'b'), 'everybody to have a token of the new key')
  const renewed = regulars.filter(({ keyId }) => keyId === 'b').length
  const keyRemoved = await deploy('Deployed without the old key', KEYS.b)
  const oldTokenMeets = await knockWith(hall, (regulars[0] as Regular).firstToken)

  for (const writer of writers) writer.stop()
  await until(() => writers.every(({ isAllAcknowledged }) => isAllAcknowledged), 'what was written to be acknowledged')
  for (const { witness } of regulars) witness.lookAtTheClock()
  const log = await settledLog(hall, regulars)
  const renumbered = regulars.filter(({ returner, number }) => returner.number !== number).length
  const departures = departuresOf(regulars) - departuresBefore
  for (const voice of voices) voice.stop()
  await atOnce(members, async (index) => regulars[index]?.returner.leave())
  return {
    ...{ members, talking, sameKeys, keyAdded, keyRemoved },
    ...{ renewed, oldTokenMeets, renumbered, departures, log },
  }
}

const departuresOf = (regulars: readonly Regular[]): number =>
  regulars.reduce((sum, { witness }) => sum + witness.departures, 0)

/** The Worker has these keys at once, the room when it is restarted. */
async function setKeys({ origin }: Pick<Runtime, 'origin'>, keys: string): Promise<void> {
  const answer = await fetch(`${origin}/token-keys`, { method: 'PUT', body: keys })
  if (answer.status !== 204) throw new Error(`The keys were not taken: ${answer.status}`)
}

async function deployWith(
  runtime: Runtime,
  { room }: Hall,
  regulars: readonly Regular[],
  keys: string,
): Promise<CutFigures> {
  const returners = regulars.map(({ returner }) => returner)
  for (const { gaps } of regulars) gaps.begin()
  await setKeys(runtime, keys)
  const cutAtMs = performance.now()
  await runtime.restart(room)
  await until(() => returners.every((one) => isBack(one, cutAtMs)), 'everybody to be back', BACK_WITHIN_MS)
  await after(HEARD_WITHIN_MS)
  const silentMs = regulars.map(({ gaps }) => gaps.end())
  const { returned, p50Ms, allMs, attempts, lostAgain } = returnFigures(returners, cutAtMs, cutAtMs)
  const ms = (share: number) => round(percentile(silentMs, share))
  return {
    silence: { p50Ms: ms(0.5), p95Ms: ms(0.95), maxMs: round(Math.max(...silentMs)) },
    back: { returned, p50Ms, allMs, attempts, lostAgain },
  }
}

/** What somebody hears who comes with this token. */
async function knockWith({ origin, room }: Hall, token: string): Promise<string> {
  const hello = { session: 'AAAAAAAAAAAAAAAAAAAAAA', name: 'Late', muted: true, deafened: true, keep: false, after: 0 }
  const connection = MemberConnection.open({
    ...{ origin, room, token, hello: { ...hello, type: 'hello', aside: false } },
    ...{ onAudio: () => {}, onMessage: undefined, onClosed: () => {} },
  })
  return connection.then(
    () => 'welcome',
    (failure) => String(failure instanceof Error ? failure.message : failure),
  )
}
