/**
 * Messages that burn: each listener hears one once to its end, and when all have, or its days are over, it is gone for
 * everybody. Pure.
 */

import { BURNT_SHARE, type Clip } from '../protocol/clip.ts'

/** A listener who is past the share that counts is given the rest: a last breath, not a second hearing. */
export const BURN_GRACE_MS = 60_000

/** Whether somebody who has heard `uptoMs` of a clip (null: all of it) has had it. */
export const isBurntBy = ({ burnsAtMs, durationMs }: Clip, uptoMs: number | null): boolean =>
  burnsAtMs !== undefined && (uptoMs === null || uptoMs >= durationMs * BURNT_SHARE)

/** Whether the audio is refused to somebody who had it at `burntAtMs`. */
export const isOver = (burntAtMs: number, nowMs: number): boolean => nowMs >= burntAtMs + BURN_GRACE_MS

/** When it is gone for everybody, once nobody is left who is to hear it. */
export const goneAtMs = (burnsAtMs: number, nowMs: number): number => Math.min(burnsAtMs, nowMs + BURN_GRACE_MS)
