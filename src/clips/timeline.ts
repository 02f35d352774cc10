/**
 * Packets in any order become a gapless line of Opus packets, which is what a clip is made of.
 *
 * Next: src/clips/clip-file.ts, src/clips/waveform.ts
 */

import type { Packet } from '../protocol/packet.ts'
import { channelsOf, GaplessLine, type Part } from './gapless-line.ts'

export interface Timeline {
  /** Slot of the first part, which begins at 0 ms. */
  firstSlot: number
  /** In order and without gaps: every part begins where the one before ends. */
  parts: Part[]
  /** From the start of the first packet to the end of the last, what is between them included. */
  durationMs: number
  channels: 1 | 2
}

/**
 * Of packets that overlap, the earlier slot wins, and of one slot the first in `packets`. Malformed payloads, and ones that are
 * not as long as their packet says, are not there. undefined: nothing in it is audio.
 */
export function timelineOf(packets: readonly Packet[]): Timeline | undefined {
  const line = new GaplessLine()
  const parts: Part[] = []
  for (const packet of packets.toSorted((a, b) => a.slot - b.slot)) {
    for (const part of line.push(packet)) parts.push(part)
  }
  if (line.firstSlot === undefined) return undefined
  return { firstSlot: line.firstSlot, parts, durationMs: line.durationMs, channels: channelsOf(parts) }
}
