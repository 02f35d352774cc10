/**
 * How large an audience one server carries: four speak, and ever more listen, until a step is not carried; then steps in
 * between, until the largest that is carried is known well enough. A step that is not carried gets a second chance, because
 * a busy moment of the machine is no property of the server.
 */

import { Entrant } from './entrant.ts'
import type { FailedRow, MissingRow, Row } from './row.ts'
import { enter } from './side-by-side.ts'

const SPEAKERS = 4
/** What counts as carried. */
const LEAST_SHARE = 0.999
const MOST_P99_MS = 100
const CHANCES = 2
/** The search ends when the largest audience is known to a tenth. */
const CLOSE_ENOUGH = 1.1

export type Step = Row | FailedRow | MissingRow

export const isCarried = (step: Step): boolean =>
  'p99Ms' in step && step.deliveredShare >= LEAST_SHARE && step.p99Ms !== null && step.p99Ms <= MOST_P99_MS

/** Calls `report` with each step as it is measured; answers them all. */
export async function growAudience(
  name: string,
  audiences: readonly number[],
  measureMs: number,
  report: (step: Step) => void,
): Promise<Step[]> {
  const steps: Step[] = []
  let carried = 0
  let tooMany: number | undefined
  let next = audiences[0]
  while (next !== undefined) {
    const step = await measureStep(name, next, measureMs)
    steps.push(step)
    report(step)
    if ('missing' in step) break
    if (isCarried(step)) carried = next
    else tooMany = next
    next = tooMany === undefined ? audiences[audiences.indexOf(next) + 1] : between(carried, tooMany)
  }
  return steps
}

/** Halfway, in hundreds; undefined when there is nothing in between that is worth knowing. */
export function between(carried: number, tooMany: number): number | undefined {
  if (carried === 0 || tooMany / carried <= CLOSE_ENOUGH) return undefined
  const halfway = Math.round((carried + tooMany) / 200) * 100
  return halfway > carried && halfway < tooMany ? halfway : undefined
}

async function measureStep(name: string, members: number, measureMs: number): Promise<Step> {
  let step: Step | undefined
  for (let chance = 0; chance < CHANCES && (step === undefined || !isCarried(step)); chance += 1) {
    const entrant = await enter(name, { members, speakers: SPEAKERS })
    if (!(entrant instanceof Entrant)) return entrant
    await entrant.takeTurn(measureMs).finally(() => entrant.stop())
    step = { ...entrant.row(), audience: true }
  }
  return step as Step
}
