/**
 * A clip: one talk that was kept, as the log and the HTTP API tell of it (docs/protocol.md, C36 and section 8).
 */

import * as v from 'valibot'
import { Count, random128Bits, TimeMs } from './fields.ts'

export const ClipId = random128Bits('A clip id')

/** MSC3246: thirty values at the least say something, and more than 120 nobody draws on a phone. */
export const WAVEFORM = { least: 30, most: 120, loudest: 256 } as const

export const Waveform = v.pipe(
  v.array(v.pipe(Count, v.maxValue(WAVEFORM.loudest))),
  v.minLength(WAVEFORM.least),
  v.maxLength(WAVEFORM.most),
)

/** What everybody in the room is told of a clip. */
export const Clip = v.object({
  id: ClipId,
  /** When its first sample was said, by the server's clock. */
  startedAtMs: TimeMs,
  durationMs: Count,
  /** The loudest level in equal stretches of it, 0 … 256. */
  waveform: Waveform,
  /** Size of the stored Ogg Opus file. */
  bytes: Count,
  /** The clip that this one goes on from: what is in it came too late for that one. */
  continues: v.nullable(ClipId),
})
export type Clip = v.InferOutput<typeof Clip>

/** How long a room keeps clips, in days from when they were said; null: until somebody deletes them. */
export const KEEP_DAYS = { least: 1, most: 3_650 } as const
export const KeepDays = v.nullable(
  v.pipe(v.number(), v.integer(), v.minValue(KEEP_DAYS.least), v.maxValue(KEEP_DAYS.most)),
)
