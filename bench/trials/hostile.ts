/**
 * A room under attack: messages by the hundred thousand that break every rule there is, made from a seed, over many short
 * connections with and without a valid token, at a rate that leaves the runtime half of its time. Beside them, in the same
 * room, four members talk. Nobody crashes anything, every offender is closed with the code that docs/protocol.md names,
 * and the four do not notice.
 */

import { fork } from 'node:child_process'
import { endWithThisProcess, killGroup } from '../../test/support/process-group.ts'
import { createRoom, requestToken } from '../../test/support/room.ts'
import { usageOf } from '../relay/process-usage.ts'
import type { Runtime } from '../runtime.ts'
import { round } from '../statistics.ts'
import type { Conversation } from './delays.ts'
import { openHall } from './hall.ts'
import { Bystanders } from './hostile/bystanders.ts'
import type { HordeReport, HordeTask } from './hostile/horde.ts'
import { after } from './moment.ts'
import { onRuntime } from './on-runtime.ts'
import type { Size, TrialOptions } from './trial.ts'

export interface HostileFigures extends HordeReport {
  seed: number
  seconds: number
  messagesPerSecond: number
  /** Time on a processor of the runtime, of the time that passed: under attack, and without. */
  busyShare: number
  quietBusyShare: number
  rssMiB: { before: number; most: number; after: number }
  before: Conversation
  during: Conversation
  after: Conversation
  /** Under attack, against the mean of before and after. */
  p99Ratio: number
  /** What reached the bystanders and should not have. */
  intrusions: string[]
  bystandersLost: number
  /** The runtime answers, and it is the same process. */
  isAlive: boolean
}

const SCALES: Record<Size, { messages: number; messagesPerSecond: number; quietMs: number }> = {
  full: { messages: 1_000_000, messagesPerSecond: 2_500, quietMs: 20_000 },
  small: { messages: 10_000, messagesPerSecond: 2_500, quietMs: 1_000 },
}
/** What is on trial here is not who gets a place: there are enough for the bystanders and whoever shouts. */
const PLACES = 16
const HORDE = new URL('./hostile/horde.ts', import.meta.url)
const WARM_UP_MS = 2_000
const LOOK_EVERY_MS = 500
const MIB = 2 ** 20

export const hostile = (options: TrialOptions): Promise<HostileFigures> =>
  onRuntime({}, (runtime) => hostileOn(runtime, options))

async function hostileOn(runtime: Runtime, { size, seed, progress }: TrialOptions): Promise<HostileFigures> {
  const { messages, messagesPerSecond, quietMs } = SCALES[size]
  const { origin } = runtime
  const hall = await openHall(origin, PLACES)
  const other = await createRoom(origin)
  const bystanders = new Bystanders()
  await bystanders.join(hall)
  await after(WARM_UP_MS)
  const usage = () => ({ atMs: performance.now(), ...usageOf(runtime.workerdPid) })

  const start = usage()
  const before = await bystanders.talkUntil(after(quietMs))
  const attacked = usage()
  progress(`Seed ${seed}: ${messages} messages, ${messagesPerSecond} a second.`)
  const attack = unleash({
    ...{ origin, room: hall.room, guestSecret: hall.guestSecret, seed, messages, messagesPerSecond },
    tokenOfAnotherRoom: await requestToken(origin, other.room, other.guestSecret),
    bystanders: bystanders.numbers,
    leakedSession: bystanders.lines.at(-1)?.session ?? '',
  })
  const most = watchMemory(runtime.workerdPid, attack)
  const during = await bystanders.talkUntil(attack)
  const over = usage()
  const report = await attack
  progress(`${report.attacks} attacks, ${report.surprises.length} surprises, p99 ${during.p99Ms} ms.`)
  const afterwards = await bystanders.talkUntil(after(quietMs))
  const end = usage()

  const isAlive = (await fetch(`${origin}/v1/health`)).ok
  await bystanders.leave()
  return {
    seed,
    ...report,
    seconds: round((over.atMs - attacked.atMs) / 1_000),
    messagesPerSecond: round((report.messages * 1_000) / (over.atMs - attacked.atMs)),
    busyShare: shareBetween(attacked, over),
    quietBusyShare: shareBetween(start, attacked),
    rssMiB: { before: mib(attacked.rssBytes), most: mib(await most), after: mib(end.rssBytes) },
    before,
    during,
    after: afterwards,
    p99Ratio: round((2 * during.p99Ms) / (before.p99Ms + afterwards.p99Ms)),
    intrusions: bystanders.intrusions,
    bystandersLost: bystanders.lost,
    isAlive,
  }
}

async function unleash(task: HordeTask): Promise<HordeReport> {
  const horde = fork(HORDE, { detached: true })
  endWithThisProcess(horde)
  try {
    horde.send(task)
    return await new Promise((resolve, reject) => {
      horde.once('message', (report) => resolve(report as HordeReport))
      horde.once('exit', (code) => reject(new Error(`The offenders ended with ${code} before they were done.`)))
    })
  } finally {
    await killGroup(horde)
  }
}

/** The most that a process took in memory until `done`. */
async function watchMemory(pid: number, done: Promise<unknown>): Promise<number> {
  let most = 0
  let isDone = false
  const mark = () => {
    isDone = true
  }
  done.then(mark, mark)
  while (!isDone) {
    most = Math.max(most, usageOf(pid).rssBytes)
    await after(LOOK_EVERY_MS)
  }
  return most
}

type Usage = { atMs: number; cpuMs: number }

const shareBetween = (from: Usage, to: Usage): number => round((to.cpuMs - from.cpuMs) / (to.atMs - from.atMs))

const mib = (bytes: number): number => round(bytes / MIB, 1)
