/**
 * Packets as the Archive takes and keeps them: wire bytes apart, and together again without who sent them. Pure.
 */

import { type AudioFault, bundle } from '../protocol/audio-message.ts'
import { MAX_POSTED_PACKETS } from '../protocol/limits.ts'
import { behind, faultAt, type Packet, readPacket, SLOT_MS, speakerAt, viewOf } from '../protocol/packet.ts'

export type PacketsReading = { ok: true; packets: Packet[] } | { ok: false; reason: AudioFault }

/** Takes apart what a client posted: packets back to back with speaker 0 [W1–W8, W12]. */
export function readPosted(bytes: Uint8Array): PacketsReading {
  if (bytes.length === 0) return { ok: false, reason: 'empty' }
  const view = viewOf(bytes)
  const packets: Packet[] = []
  for (let at = 0; at < view.byteLength; at = behind(view, at)) {
    const fault = faultAt(view, at)
    if (fault !== undefined) return { ok: false, reason: fault }
    if (speakerAt(view, at) !== 0) return { ok: false, reason: 'speaker-set' }
    if (packets.push(readPacket(bytes, at)) > MAX_POSTED_PACKETS) return { ok: false, reason: 'too-many-packets' }
  }
  return { ok: true, packets }
}

/** Takes apart what a room has checked, or what was stored. The payloads are views. */
export function readStored(bytes: Uint8Array): Packet[] {
  const view = viewOf(bytes)
  const packets: Packet[] = []
  for (let at = 0; at < view.byteLength; at = behind(view, at)) packets.push(readPacket(bytes, at))
  return packets
}

export const writeStored = (packets: readonly Packet[]): Uint8Array => bundle(packets)

/** When a session's slot 0 was, if the newest of its packets has arrived just now. */
export function sessionBeganAtMs(packets: readonly Packet[], arrivedAtMs: number): number {
  const last = packets.reduce((latest, { slot }) => Math.max(latest, slot), 0)
  return arrivedAtMs - last * SLOT_MS
}

/** A device that slept has a clock that stood still meanwhile: by so much it is no late packet that makes the difference. */
const SLEPT_MS = 30_000

/**
 * The better of two reckonings of when a session began: packets that were on their way for longer make it seem later.
 * `knownMs`: of earlier packets, null for none.
 */
export const betterBeganAtMs = (knownMs: number | null, seenMs: number): number =>
  knownMs === null || seenMs - knownMs > SLEPT_MS ? seenMs : Math.min(knownMs, seenMs)

/** First and last slot of some packets. */
export function slotsOf(packets: readonly Packet[]): { from: number; to: number } {
  const slots = packets.map(({ slot }) => slot)
  return { from: Math.min(...slots), to: Math.max(...slots) }
}
