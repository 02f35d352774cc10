/**
 * One turn of one server: a fresh room, a fresh generator, one measurement, and what the server took of the machine for it.
 * It ends in bounded time whatever the server does under the load: lines that do not open give up.
 */

import { generate } from '../load/generate.ts'
import type { Measurement, Phase } from '../load/measurement.ts'
import type { Load } from './load.ts'
import { type ProcessUsage, usageOf } from './process-usage.ts'
import type { Server } from './server.ts'

/** Long enough for a relay to find its pace, and for a compiler to see what is hot. */
const WARM_UP_MS = 2_000
/** A packet that is later than this behind the measured time is lost. */
const SETTLE_MS = 1_000

export interface Turn extends Measurement {
  /** With all members in and nobody speaking yet. */
  joinedRssBytes: number
  /** Within the measured time. */
  messagesPerSecond: number
  cpuMs: number
  windowMs: number
  /** At its end. */
  rssBytes: number
}

/** Rejects when there is nothing to measure, nobody could get in, say. */
export async function takeTurn(server: Server, load: Load, measureMs: number): Promise<Turn> {
  const task = { speakers: load.speakers, rampMs: 0, warmUpMs: WARM_UP_MS, measureMs, settleMs: SETTLE_MS }
  const looks = new Map<Phase, Look>()
  const measurement = await generate(
    { ...task, lines: await server.lines(load), stall: 0, drop: 0 },
    { phase: (phase) => looks.set(phase, lookAt(server)) },
  )
  const [joined, before, after] = (['warming-up', 'measuring', 'settling'] as const).map((phase) => looks.get(phase))
  if (joined === undefined || before === undefined || after === undefined)
    throw new Error('The generator skipped a phase.')
  const { traffic, seconds } = measurement
  return {
    ...measurement,
    joinedRssBytes: joined.rssBytes,
    messagesPerSecond: (await receivedBetween(before, after)) ?? traffic.messagesOut / seconds,
    cpuMs: after.cpuMs - before.cpuMs,
    windowMs: after.atMs - before.atMs,
    rssBytes: after.rssBytes,
  }
}

interface Look extends ProcessUsage {
  atMs: number
  received: Promise<number | undefined>
}

function lookAt(server: Server): Look {
  // A server that is too busy to answer has not counted.
  const received = server.received?.().catch(() => undefined) ?? Promise.resolve(undefined)
  return { atMs: performance.now(), ...usageOf(server.pid), received }
}

/** Messages a second that came in; undefined when the server does not count. */
async function receivedBetween(before: Look, after: Look): Promise<number | undefined> {
  const [first, last] = [await before.received, await after.received]
  if (first === undefined || last === undefined) return undefined
  return ((last - first) / (after.atMs - before.atMs)) * 1000
}

/** Of everything that was said: what came to everybody who should have been there. */
export function shareOf({ packets, delivered }: Turn, { members }: Load): number {
  const said = packets.sent + packets.unheard + packets.offline
  // What came twice makes up for nothing.
  return Math.min(1, delivered / (said * (members - 1)))
}
