/**
 * Member numbers: they run on, so that a number rests as long as possible before somebody else has it. Pure.
 */

import { MAX_SPEAKER } from '../protocol/packet.ts'

/**
 * The number after `last` that nobody holds, going round from 65,535 to 1; undefined when all are held.
 * `last` is 0 before the first.
 */
export function nextMemberNumber(last: number, isHeld: (number: number) => boolean): number | undefined {
  for (let step = 0; step < MAX_SPEAKER; step += 1) {
    const candidate = ((last + step) % MAX_SPEAKER) + 1
    if (!isHeld(candidate)) return candidate
  }
  return undefined
}
