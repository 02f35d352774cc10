/**
 * A clip: one talk that was kept, or a message that its author recorded alone, as the log and the HTTP API tell of it
 * (docs/protocol.md, C36, C43 and sections 8 and 9).
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

/** A talk that the room kept, or a voice message. */
export const ClipSource = v.picklist(['talk', 'message'])
export type ClipSource = v.InferOutput<typeof ClipSource>

/** A moment in a clip, counted from its first sample: what somebody answers. */
export const ClipMoment = v.object({ clip: ClipId, atMs: Count })
export type ClipMoment = v.InferOutput<typeof ClipMoment>

/** How long a message that burns may lie unheard, in days. */
export const BURN_DAYS = { least: 1, most: 30 } as const
/** Whoever has heard so much of a message that burns has had it [C44]. */
export const BURNT_SHARE = 0.9

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
  /** Absent: a talk. A source that this version does not know is played like any message. */
  source: v.optional(v.fallback(ClipSource, 'message')),
  /** Of a message: what it answers. */
  replyTo: v.optional(ClipMoment),
  /** Of a message that burns: each listener hears it once to its end, and from this moment on nobody does. */
  burnsAtMs: v.optional(TimeMs),
  /** Of a message: it was said elsewhere, and passed on by whom it is by. */
  forwarded: v.optional(v.literal(true)),
})
export type Clip = v.InferOutput<typeof Clip>

/** How long a room keeps clips, in days from when they were said; null: until somebody deletes them. */
export const KEEP_DAYS = { least: 1, most: 3_650 } as const
export const KeepDays = v.nullable(
  v.pipe(v.number(), v.integer(), v.minValue(KEEP_DAYS.least), v.maxValue(KEEP_DAYS.most)),
)
