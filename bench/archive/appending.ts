/** Entries for the log of one room: as many as its Archive takes, then half as many. */

import type { Runtime } from '../runtime.ts'
import { type Answered, answered, medianOf } from './load.ts'

export interface Appending {
  /** As fast as they are answered. */
  most: Answered
  /** At half that rate. */
  atHalf: Answered
}

/** Under way all the time: enough that the Archive never waits for the next. */
const AT_ONCE = 16

export async function measureAppends(runtime: Runtime, room: string, seconds: number): Promise<Appending> {
  const most = await answered(runtime, room, { what: 'append', seconds, atOnce: AT_ONCE })
  const perSecond = Math.max(1, Math.floor(most.perSecond / 2))
  return { most, atHalf: await answered(runtime, room, { what: 'append', seconds, perSecond }) }
}

export const medianAppending = (rounds: readonly Appending[]): Appending => ({
  most: medianOf(rounds.map(({ most }) => most)),
  atHalf: medianOf(rounds.map(({ atHalf }) => atHalf)),
})
