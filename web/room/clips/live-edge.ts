/**
 * Listening to a talk while it is spoken: how fast to play to stay near the newest sound, and when one has fallen behind.
 * Pure.
 *
 * What is said is stored once a second, so the newest sound comes in pieces of a second: whoever plays nearer to it than
 * that runs dry before the next piece. All of it together stays under two seconds behind the mouth.
 */

/** A piece of a second, and what the line adds to its way. */
export const CUSHION_MS = 1_200
/** Beyond this one catches up; it is above the cushion by one piece's jitter, so that the pace does not flutter. */
const CATCH_UP_FROM_MS = 1_600
/** Fast enough to gain a second in four, slow enough that speech stays speech. */
const CATCH_UP_RATE = 1.25
/** Further behind than this, catching up would take half a minute: a person who wants the start keeps the start. */
const CATCH_UP_WITHIN_MS = 6_000
/** From here on one is told, and may jump. */
export const BEHIND_FROM_MS = 2_500

export interface LiveListening {
  positionMs: number
  /** The newest sound that has come. */
  edgeMs: number
  /** The pace that the person chose. */
  speed: number
  isCatchingUp: boolean
}

/** Whether to play faster than chosen for now. It begins above one bound and goes on to a lower one. */
export function catchesUp({ positionMs, edgeMs, speed, isCatchingUp }: LiveListening): boolean {
  const behindMs = edgeMs - positionMs
  if (speed > 1 || behindMs > CATCH_UP_WITHIN_MS) return false
  return behindMs > (isCatchingUp ? CUSHION_MS : CATCH_UP_FROM_MS)
}

export const liveRate = (speed: number, catchingUp: boolean): number =>
  catchingUp ? Math.max(speed, CATCH_UP_RATE) : speed

/** Where to go on for whoever jumps to now. */
export const nowPositionMs = (edgeMs: number): number => Math.max(0, edgeMs - CUSHION_MS)
