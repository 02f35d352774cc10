/**
 * Opus packets that can be found again byte for byte: framed as RFC 6716 wants them, filled with random bytes. What they
 * sound like nobody hears. Pure.
 */

import type { DurationMs } from '../../src/protocol/packet.ts'

/** RFC 6716 §3.1, table 2: CELT, full band, 10 and 20 ms. */
const TEN_MS = 30 << 3
const TWENTY_MS = 31 << 3
/** RFC 6716 §3.2.5: a count of frames of one length follows. */
const COUNTED = 3
/** 96 random bits: among the packets of a soak no two are alike. */
const LEAST_BYTES = 12
const MOST_BYTES = 90

/** `random` is from 0 (inclusive) to 1. */
export function opusPayload(durationMs: DurationMs, random: () => number): Uint8Array<ArrayBuffer> {
  const frames = Math.max(1, durationMs / 20)
  const bytesEach = Math.ceil((LEAST_BYTES + random() * (MOST_BYTES - LEAST_BYTES)) / frames)
  const head = frames === 1 ? [durationMs === 10 ? TEN_MS : TWENTY_MS] : [TWENTY_MS | COUNTED, frames]
  return Uint8Array.from([...head, ...Array.from({ length: frames * bytesEach }, () => random() * 256)])
}

/** Whether a packet of a clip can be one of these; fillers are shorter. */
export const isSpoken = (payload: Uint8Array): boolean => payload.length > LEAST_BYTES
