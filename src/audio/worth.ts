/** Whether what has arrived is still worth hearing: not when it is too old, nor, while playing runs late, when it is a pause. */

import { SLOT_MS } from '../protocol/packet.ts'
import type { StoredPacket } from './packet-store.ts'
import { dueAtMs, type PlayoutDelay } from './playout-delay.ts'

/** Nobody is to hear what is older than 400 ms, of which a frame and a near line take 40; the rest counts from the fastest packet. */
const MOST_AGE_MS = 360
/** What is left for catching up when somebody has fixed a delay beyond. */
const LEAST_ROOM_MS = 60
/** What is this quiet, in −dBov, is a pause within a spurt: to leave out 20 ms of it shortens nothing that is said. */
const QUIET_LEVEL = 50

export function isStale(delay: PlayoutDelay, slot: number, nowMs: number): boolean {
  const ageMs = nowMs - delay.arrivals.originMs - slot * SLOT_MS
  return ageMs > Math.max(MOST_AGE_MS, delay.targetMs + LEAST_ROOM_MS)
}

/** A pause, while playing runs late by as much: leaving it out brings the delay back. */
export function isSpare(delay: PlayoutDelay, { endSlot, level, talkEnd }: StoredPacket, nowMs: number): boolean {
  return level >= QUIET_LEVEL && !talkEnd && dueAtMs(delay, endSlot) <= nowMs
}
