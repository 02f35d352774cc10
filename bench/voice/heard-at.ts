/** Where in the output lies what was said at a moment, between packets by interpolation. */

import { SLOT_MS } from '../../src/protocol/packet.ts'
import { LOOKAHEAD_MS, type Sounded } from './account.ts'
import type { Said } from './sender.ts'

/** By the sender's clock → by the listener's, both in ms. */
export function heardAtMs(said: readonly Said[], sounded: readonly Sounded[]): (saidAtMs: number) => number {
  const saidMs = sounded.map(({ packet }) => (said[packet]?.slot ?? 0) * SLOT_MS)
  const heardMs = sounded.map(({ fromMs }) => fromMs + LOOKAHEAD_MS)
  let at = 0
  return (moment) => {
    if (moment < (saidMs[at] ?? 0)) at = 0 // asked in order, but for when it begins anew
    while (at + 1 < saidMs.length && (saidMs[at + 1] ?? 0) <= moment) at += 1
    const [saidFrom, heardFrom] = [saidMs[at] ?? 0, heardMs[at] ?? 0]
    const [saidTo, heardTo] = [saidMs[at + 1], heardMs[at + 1]]
    const ownEndMs = saidFrom + lengthMs(said, sounded[at])
    if (saidTo === undefined || heardTo === undefined || moment < ownEndMs || saidTo <= ownEndMs) {
      return heardFrom + moment - saidFrom
    }
    const heardOwnEnd = heardFrom + ownEndMs - saidFrom
    return heardOwnEnd + ((moment - ownEndMs) / (saidTo - ownEndMs)) * Math.max(0, heardTo - heardOwnEnd)
  }
}

function lengthMs(said: readonly Said[], one: Sounded | undefined): number {
  const packet = one === undefined ? undefined : said[one.packet]
  return packet === undefined ? 0 : (packet.endSlot - packet.slot) * SLOT_MS
}
