/** Whether a server carries an audience, and which size to try next. Pure. */

import type { FailedRow, MissingRow, Row } from './row.ts'

/** What counts as carried. */
const LEAST_SHARE = 0.999
const MOST_P99_MS = 100
/** The search ends when the largest audience is known to a tenth. */
const CLOSE_ENOUGH = 1.1

export type Step = Row | FailedRow | MissingRow

export const isCarried = (step: Step): boolean =>
  'p99Ms' in step && step.deliveredShare >= LEAST_SHARE && step.p99Ms !== null && step.p99Ms <= MOST_P99_MS

/** Halfway, in hundreds; undefined when there is nothing in between that is worth knowing. */
export function between(carried: number, tooMany: number): number | undefined {
  if (carried === 0 || tooMany / carried <= CLOSE_ENOUGH) return undefined
  const halfway = Math.round((carried + tooMany) / 200) * 100
  return halfway > carried && halfway < tooMany ? halfway : undefined
}
