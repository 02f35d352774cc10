/**
 * How far a listener may fall behind. What piles up for one that does not read is memory of the whole room's object, and
 * by the time it arrives nobody wants to hear it. `bufferedAmount` sees bursts; a listener that merely stopped reading
 * shows by its pongs alone, which queue behind the audio [W25]. Pure.
 */

import { DEAD_AFTER_MS } from '../protocol/handshake.ts'
import { MAX_BACKLOG_BYTES, MAX_UNREAD_BYTES } from '../protocol/limits.ts'

/** Pings come every second: two in a row are missing, and a slow line has had its time. */
const STALLED_AFTER_MS = 3_000

/** What the edge knows of one listener. */
export interface Reading {
  /** Since its last pong; since its socket's opening before the first. */
  silentMs: number
  bufferedBytes: number
}

export type Reach = 'live' | 'stalled' | 'dead'

export function reachOf({ silentMs, bufferedBytes }: Reading): Reach {
  if (silentMs > DEAD_AFTER_MS || bufferedBytes > MAX_UNREAD_BYTES) return 'dead'
  return silentMs > STALLED_AFTER_MS || bufferedBytes > MAX_BACKLOG_BYTES ? 'stalled' : 'live'
}

/** May this listener be sent audio just now, in the midst of a burst? */
export const keepsUp = (bufferedBytes: number): boolean => bufferedBytes <= MAX_BACKLOG_BYTES
