/** What the page is made from, and what it asks of it. */

import { ADAPTIVE } from '../buffers.ts'
import type { Row } from '../row.ts'
import type { SpecialResults } from '../special/results.ts'

export interface Results {
  rows: readonly Row[]
  special: SpecialResults
  /** Of talk, for each trace and buffer. */
  minutes: number
}

export interface TraceRows {
  trace: string
  adaptive: Row | undefined
  others: readonly Row[]
}

export function byTrace(rows: readonly Row[]): TraceRows[] {
  return [...Map.groupBy(rows, ({ trace }) => trace)].map(([trace, group]) => ({
    trace,
    adaptive: group.find(({ buffer }) => buffer === ADAPTIVE),
    others: group.filter(({ buffer }) => buffer !== ADAPTIVE),
  }))
}

/** Those that are both quicker and less interrupted. */
export const betterThan = (row: Row, others: readonly Row[]): Row[] =>
  others.filter(
    ({ p95Ms, interruptionsPerMinute }) => p95Ms < row.p95Ms && interruptionsPerMinute < row.interruptionsPerMinute,
  )
