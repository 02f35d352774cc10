/**
 * A line of Opus packets that grows at its end and has no gaps: what is missing between two packets becomes fillers,
 * what comes late, overlaps, or is not what it says is left out. Times count from the first packet taken.
 *
 * Next: src/clips/timeline.ts for a finished clip, src/clips/live-clip.ts for one that is still being spoken.
 */

import { type Packet, SILENT_LEVEL, SLOT_MS } from '../protocol/packet.ts'
import { emptyOpusPacket, isStereo, opusDurationMs } from './opus-packet.ts'

/** RFC 6716 §3.4 [R5]: the longest an Opus packet can be, so that silence costs the fewest packets. */
const MAX_FILLER_MS = 120
/**
 * Four hours, far past any talk: a stranger's slots span 497 days, and every two minutes of silence between two of them cost
 * a thousand fillers. What begins or ends later is left out.
 */
export const MAX_LINE_MS = 4 * 60 * 60 * 1000

export interface Part {
  atMs: number
  durationMs: number
  /** One Opus packet: a view of the wire's, or a filler. */
  payload: Uint8Array
  isFiller: boolean
  /** 0 (loudest) … 127 (silence), −dBov. */
  level: number
}

export class GaplessLine {
  firstSlot: number | undefined
  durationMs = 0
  /** The last packet taken: fillers are of its mode, so that a decoder conceals and does not switch. */
  #last: Uint8Array | undefined

  /** What the line grows by: the packet with fillers before it where some are needed, or nothing. */
  push(packet: Packet): Part[] {
    if (opusDurationMs(packet.payload) !== packet.durationMs) return []
    this.firstSlot ??= packet.slot
    const atMs = (packet.slot - this.firstSlot) * SLOT_MS
    if (atMs < this.durationMs || atMs + packet.durationMs > MAX_LINE_MS) return []
    const parts = this.#fillersUntil(atMs)
    const { durationMs, payload, level } = packet
    parts.push({ atMs, durationMs, payload, isFiller: false, level })
    this.durationMs = atMs + durationMs
    this.#last = payload
    return parts
  }

  #fillersUntil(endMs: number): Part[] {
    const parts: Part[] = []
    for (let atMs = this.durationMs; atMs < endMs; ) {
      const durationMs = Math.min(MAX_FILLER_MS, endMs - atMs)
      const payload = emptyOpusPacket(durationMs, this.#last)
      parts.push({ atMs, durationMs, payload, isFiller: true, level: SILENT_LEVEL })
      atMs += durationMs
    }
    return parts
  }
}

/** 2 when any of the packets is stereo. */
export const channelsOf = (parts: readonly Pick<Part, 'payload'>[]): 1 | 2 =>
  parts.some(({ payload }) => isStereo(payload)) ? 2 : 1
