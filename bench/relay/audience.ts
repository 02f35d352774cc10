/**
 * How large an audience one server carries: four speak, and ever more listen, until a step is not carried; then steps in
 * between, until the largest that is carried is known well enough. A step that is not carried gets a second chance, because
 * a busy moment of the machine is no property of the server.
 */

import { between, isCarried, type Step } from './carried.ts'
import { Entrant } from './entrant.ts'
import { enter } from './side-by-side.ts'

const SPEAKERS = 4
const CHANCES = 2
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
