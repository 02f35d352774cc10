/**
 * The packets of a load: Earshot's layout (src/protocol/packet.ts) with a payload that says who sent it, which one it is
 * and when it was ready. The slot in the header follows from the number, so that a glance at headers tells it too. Pure.
 */

import { behind, HEADER_BYTES, SLOT_MS, slotAt, viewOf, writePacket } from '../../src/protocol/packet.ts'

export const FRAME_MS = 20
/** Header and payload together: about 36 kb/s of Opus at 50 a second, the load of the reference measurements. */
const PACKET_BYTES = 100
/** Any level that is speech: −30 dBov. */
const LEVEL = 30
const SLOTS_PER_PACKET = FRAME_MS / SLOT_MS

const READY_AT = 0
const SEQUENCE_AT = 8
const SPEAKER_AT = 12
const MARK_BYTES = 14

export interface Mark {
  /** Which of the load's speakers, from 0; not a member's number. */
  speaker: number
  /** The number of the packet among this speaker's, from 0. */
  sequence: number
  /** When it was ready to leave: `performance.now()` of the generator. */
  readyAtMs: number
}

/** The packets that are measured: those with numbers from `from` up to, but without, `to`. */
export interface Window {
  from: number
  to: number
}

/** A packet of the load; the very first of a speaker begins its talk. */
export function writeMarked({ speaker, sequence, readyAtMs }: Mark): Uint8Array {
  const payload = new Uint8Array(PACKET_BYTES - HEADER_BYTES)
  const view = viewOf(payload)
  view.setFloat64(READY_AT, readyAtMs)
  view.setUint32(SEQUENCE_AT, sequence)
  view.setUint16(SPEAKER_AT, speaker)
  const packet = new Uint8Array(PACKET_BYTES)
  const head = { speaker: 0, talkStart: sequence === 0, talkEnd: false, durationMs: FRAME_MS, level: LEVEL } as const
  writePacket({ ...head, slot: sequence * SLOTS_PER_PACKET, payload }, packet)
  return packet
}

/** The packet that ends a talk of `packets` packets. */
export function talkEndAfter(packets: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES)
  const head = { speaker: 0, talkStart: false, talkEnd: true, durationMs: FRAME_MS, level: LEVEL } as const
  writePacket({ ...head, slot: packets * SLOTS_PER_PACKET, payload: new Uint8Array(0) }, bytes)
  return bytes
}

/** Undefined when a payload carries no mark, as that of a talk's end. */
export function readMark(payload: Uint8Array): Mark | undefined {
  if (payload.length < MARK_BYTES) return undefined
  const view = viewOf(payload)
  return {
    readyAtMs: view.getFloat64(READY_AT),
    sequence: view.getUint32(SEQUENCE_AT),
    speaker: view.getUint16(SPEAKER_AT),
  }
}

/** How many packets of an audio message lie in `window`, by a glance at their headers; it trusts that they are well-formed. */
export function countWithin(message: Uint8Array, { from, to }: Window): number {
  const view = viewOf(message)
  const [fromSlot, toSlot] = [from * SLOTS_PER_PACKET, to * SLOTS_PER_PACKET]
  let packets = 0
  for (let at = 0; at + HEADER_BYTES <= message.length; at = behind(view, at)) {
    const slot = slotAt(view, at)
    if (slot >= fromSlot && slot < toSlot) packets += 1
  }
  return packets
}
