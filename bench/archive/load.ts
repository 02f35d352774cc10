/** One load on one Archive and what came of it: how many calls a second were answered, and how long each took. */

import type { ArchiveLoad, ArchiveLoadFigures } from '../runtime/archive-load.js'
import type { Runtime } from '../runtime.ts'
import { percentile, round } from '../statistics.ts'

export interface Answered {
  perSecond: number
  p50Ms: number
  p99Ms: number
  failed: number
}

export async function answered(runtime: Runtime, room: string, load: ArchiveLoad): Promise<Answered> {
  return answeredOf(await runtime.loadArchive(room, load))
}

export function answeredOf({ tookMs, failed, lasted }: ArchiveLoadFigures): Answered {
  const ms = (share: number) => round(percentile(tookMs, share))
  return { perSecond: round((1000 * tookMs.length) / lasted), p50Ms: ms(0.5), p99Ms: ms(0.99), failed }
}

/** The median of each figure by itself. */
export function medianOf(rounds: readonly Answered[]): Answered {
  const middle = (of: (one: Answered) => number) => percentile(rounds.map(of), 0.5)
  return {
    perSecond: middle((one) => one.perSecond),
    p50Ms: middle((one) => one.p50Ms),
    p99Ms: middle((one) => one.p99Ms),
    failed: Math.max(...rounds.map((one) => one.failed)),
  }
}
