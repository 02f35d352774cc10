/** When those who were cut off came back, and what they met on the way. */

import { percentile, round } from '../statistics.ts'
import type { Attempt, Returner } from './returner.ts'

export interface ReturnFigures {
  /** Who was to come back, and who did. */
  expected: number
  returned: number
  /** Milliseconds from `fromMs` to the `welcome`. */
  p50Ms: number
  p90Ms: number
  p99Ms: number
  allMs: number
  /** How attempts ended, from the loss on: `in`, close codes, `unreachable`. */
  attempts: Record<string, number>
  /** Of those who got in: the most whose attempt began in the same millisecond, and over how many milliseconds all did. */
  mostInOneMs: number
  spreadMs: number
  /** The same attempts by tenths of the spread. */
  histogram: number[]
  /** Who lost the line once more. */
  lostAgain: number
}

const BARS = 10

/** `lostAtMs`: attempts from then on count. `fromMs`: what the times are counted from. */
export function returnFigures(returners: readonly Returner[], lostAtMs: number, fromMs: number): ReturnFigures {
  const later = returners.map(({ attempts }) => attempts.filter(({ atMs }) => atMs >= lostAtMs))
  const returns = later.flatMap((attempts) => attempts.find(({ outcome }) => outcome === 'in') ?? [])
  const backMs = returns.map(({ endedAtMs }) => endedAtMs - fromMs)
  const atMs = returns.map((attempt) => attempt.atMs)
  const firstMs = Math.min(...atMs)
  const spreadMs = Math.max(...atMs) - firstMs
  return {
    expected: returners.length,
    returned: returns.length,
    p50Ms: round(percentile(backMs, 0.5)),
    p90Ms: round(percentile(backMs, 0.9)),
    p99Ms: round(percentile(backMs, 0.99)),
    allMs: round(Math.max(...backMs)),
    attempts: countBy(later.flat(), ({ outcome }) => String(outcome)),
    mostInOneMs: Math.max(...Object.values(countBy(atMs, (at) => String(Math.floor(at))))),
    spreadMs: round(spreadMs),
    histogram: barsOf(atMs, firstMs, spreadMs),
    lostAgain: returners.filter(({ losses }) => losses.filter(({ atMs }) => atMs >= lostAtMs).length > 1).length,
  }
}

/** Whether this one has come back since. */
export const isBack = ({ connection, attempts }: Returner, lostAtMs: number): boolean =>
  connection !== undefined && attempts.some((attempt: Attempt) => attempt.atMs >= lostAtMs && attempt.outcome === 'in')

export function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1
  return counts
}

function barsOf(values: readonly number[], from: number, span: number): number[] {
  const bars = new Array<number>(BARS).fill(0)
  for (const value of values) {
    const bar = Math.min(BARS - 1, Math.floor(((value - from) / (span || 1)) * BARS))
    bars[bar] = (bars[bar] ?? 0) + 1
  }
  return bars
}
