/**
 * A server under hostile HTTP while people talk in one of its rooms: requests by the ten thousand that break every rule
 * of every route, at a rate that leaves the runtime half of its time. Nobody is let in, nothing of the inside is told,
 * nothing falls over, and the people do not notice.
 */

import { fork } from 'node:child_process'
import { endWithThisProcess, killGroup } from '../../test/support/process-group.ts'
import { usageOf } from '../relay/process-usage.ts'
import type { Runtime } from '../runtime.ts'
import { round } from '../statistics.ts'
import type { Conversation } from '../trials/delays.ts'
import { openHall } from '../trials/hall.ts'
import { Bystanders } from '../trials/hostile/bystanders.ts'
import { after } from '../trials/moment.ts'
import { onRuntime } from '../trials/on-runtime.ts'
import type { HordeReport, HordeTask } from './horde.ts'
import { readRoutes } from './routes.ts'
import { openWorld } from './world.ts'

export interface HostileHttpOptions {
  requests: number
  seed: number
  /** Time on a processor of the runtime, of the time that passes, that the attack is held to. */
  busyShare: number
  /** How long the people are measured without an attack, before it and behind it. */
  quietMs: number
  progress: (line: string) => void
}

export interface HostileHttpFigures extends HordeReport {
  seed: number
  routes: number
  seconds: number
  requestsPerSecond: number
  /** Time on a processor of the runtime, of the time that passed: under attack, and without. */
  busyShare: number
  quietBusyShare: number
  before: Conversation
  during: Conversation
  after: Conversation
  /** Under attack, against the mean of before and after. */
  p99Ratio: number
  intrusions: string[]
  bystandersLost: number
  /** The runtime answers, and is well. */
  isWell: boolean
}

const PLACES = 4
const WARM_UP_MS = 2_000
const HORDE = new URL('./horde.ts', import.meta.url)

export const hostileHttp = (options: HostileHttpOptions): Promise<HostileHttpFigures> =>
  onRuntime({}, (runtime) => hostileHttpOn(runtime, options))

async function hostileHttpOn(runtime: Runtime, options: HostileHttpOptions): Promise<HostileHttpFigures> {
  const { requests, seed, busyShare, quietMs, progress } = options
  const { origin, workerdPid } = runtime
  const hall = await openHall(origin, PLACES)
  const world = await openWorld(runtime, hall)
  const routes = await readRoutes(origin)
  const bystanders = new Bystanders()
  await bystanders.join(hall)
  await after(WARM_UP_MS)
  const usage = () => ({ atMs: performance.now(), cpuMs: usageOf(workerdPid).cpuMs })

  const start = usage()
  const before = await bystanders.talkUntil(after(quietMs))
  const attacked = usage()
  progress(`Seed ${seed}: ${requests} requests to ${routes.length} routes.`)
  const attack = unleash({ origin, routes, world, seed, requests, workerdPid, busyShare })
  const during = await bystanders.talkUntil(attack)
  const over = usage()
  const report = await attack
  progress(`${report.requests} requests, ${report.findings.length} findings, p99 ${during.p99Ms} ms.`)
  const afterwards = await bystanders.talkUntil(after(quietMs))

  const health = await fetch(`${origin}/v1/health`)
  await bystanders.leave()
  const seconds = (over.atMs - attacked.atMs) / 1_000
  return {
    seed,
    routes: routes.length,
    ...report,
    seconds: round(seconds),
    requestsPerSecond: round(report.requests / seconds),
    busyShare: shareBetween(attacked, over),
    quietBusyShare: shareBetween(start, attacked),
    before,
    during,
    after: afterwards,
    p99Ratio: round((2 * during.p99Ms) / (before.p99Ms + afterwards.p99Ms)),
    intrusions: bystanders.intrusions,
    bystandersLost: bystanders.lost,
    isWell: health.ok,
  }
}

async function unleash(task: HordeTask): Promise<HordeReport> {
  const horde = fork(HORDE, { detached: true })
  endWithThisProcess(horde)
  try {
    horde.send(task)
    return await new Promise((resolve, reject) => {
      horde.once('message', (report) => resolve(report as HordeReport))
      horde.once('exit', (code) => reject(new Error(`The senders ended with ${code} before they were done.`)))
    })
  } finally {
    await killGroup(horde)
  }
}

type Usage = { atMs: number; cpuMs: number }

const shareBetween = (from: Usage, to: Usage): number => round((to.cpuMs - from.cpuMs) / (to.atMs - from.atMs))
