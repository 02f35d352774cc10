/**
 * One packet: a line of audio on the wire, the same bytes in both directions (docs/protocol.md, rules W2–W9).
 * Every offset of the layout lives in this file; `audio-message.ts` walks messages made of several packets.
 * Pure: bytes in, values out; nothing here throws on bytes from a stranger.
 *
 *     0       1       2       3       4       5       6       7       8       9      10
 *     +-------+-------+-------+-------+-------+-------+-------+-------+-------+-------+---------
 *     |    speaker    |    length     | flags | level |             slot              | payload…
 *     +-------+-------+-------+-------+-------+-------+-------+-------+-------+-------+---------
 *
 * Next: src/protocol/audio-message.ts
 */

const SPEAKER_AT = 0
const LENGTH_AT = 2
const FLAGS_AT = 4
const LEVEL_AT = 5
const SLOT_AT = 6

/** Bytes before the payload. */
export const HEADER_BYTES = 10
/** `length` counts the bytes that follow it, so the least it can say is the rest of the header. */
const COUNTED_HEADER_BYTES = HEADER_BYTES - FLAGS_AT

/** RFC 6716 §3.4, second requirement: no Opus frame is longer than 1,275 bytes; version 1 allows no longer packet. */
export const MAX_OPUS_BYTES = 1275
/** Unit of `slot`: a tick finer than the shortest frame the wire carries would buy nothing. */
export const SLOT_MS = 10
/** RFC 6464 §3: the level is 0…127, in −dBov; 127 is silence. */
export const SILENT_LEVEL = 127
export const MAX_SLOT = 0xffff_ffff
/** Member numbers are 1…65,535; 0 is what a client writes. */
export const MAX_SPEAKER = 0xffff

const TALK_START = 0b0000_0001
const TALK_END = 0b0000_0010
const DURATION_SHIFT = 2
const DURATION_MASK = 0b0000_1100
const RESERVED_FLAGS = 0b1111_0000
/** Indexed by the two duration bits; 20 ms is 0 because almost every packet is 20 ms long. */
const DURATIONS_MS = [20, 10, 40, 60] as const

export type DurationMs = (typeof DURATIONS_MS)[number]

export interface Packet {
  /** 0 from a client; the member's number from a room. */
  speaker: number
  talkStart: boolean
  talkEnd: boolean
  durationMs: DurationMs
  /** RFC 6464: 0 (loudest) … 127 (silence), −dBov. */
  level: number
  /** Start of the audio in 10 ms units since the session's first moment. */
  slot: number
  /** One Opus packet; empty only with `talkEnd`. A view into the message when decoded. */
  payload: Uint8Array
}

/** Why bytes are not a packet; each is a rule of docs/protocol.md. */
export type PacketFault =
  | 'truncated'
  | 'too-short'
  | 'payload-too-long'
  | 'payload-missing'
  | 'reserved-flag'
  | 'level-out-of-range'

/** Bytes that `packet` takes on the wire. */
export const packetBytes = (packet: Pick<Packet, 'payload'>): number => HEADER_BYTES + packet.payload.length

/**
 * Writes `packet` into `target` at byte `at` and returns the offset behind it.
 * `target` must have `packetBytes(packet)` bytes free there, and the fields must be in range: both are the caller's promise.
 */
export function writePacket(packet: Packet, target: Uint8Array, at = 0): number {
  const view = viewOf(target)
  view.setUint16(at + SPEAKER_AT, packet.speaker)
  view.setUint16(at + LENGTH_AT, COUNTED_HEADER_BYTES + packet.payload.length)
  view.setUint8(at + FLAGS_AT, flagsOf(packet))
  view.setUint8(at + LEVEL_AT, packet.level)
  view.setUint32(at + SLOT_AT, packet.slot)
  target.set(packet.payload, at + HEADER_BYTES)
  return at + packetBytes(packet)
}

/** Reads the packet at byte `at` of `bytes`, which `faultAt` has found to be one. Its payload is a view, not a copy. */
export function readPacket(bytes: Uint8Array, at = 0): Packet {
  const view = viewOf(bytes)
  const flags = view.getUint8(at + FLAGS_AT)
  return {
    speaker: view.getUint16(at + SPEAKER_AT),
    talkStart: (flags & TALK_START) !== 0,
    talkEnd: (flags & TALK_END) !== 0,
    durationMs: DURATIONS_MS[(flags & DURATION_MASK) >> DURATION_SHIFT] as DurationMs,
    level: view.getUint8(at + LEVEL_AT),
    slot: view.getUint32(at + SLOT_AT),
    payload: bytes.subarray(at + HEADER_BYTES, behind(view, at)),
  }
}

/** What is wrong with the packet at byte `at`, or undefined when it is well-formed [W2–W8]. Allocates nothing. */
export function faultAt(view: DataView, at: number): PacketFault | undefined {
  if (view.byteLength - at < HEADER_BYTES) return 'truncated'
  const length = view.getUint16(at + LENGTH_AT)
  if (length < COUNTED_HEADER_BYTES) return 'too-short'
  if (length > COUNTED_HEADER_BYTES + MAX_OPUS_BYTES) return 'payload-too-long'
  if (behind(view, at) > view.byteLength) return 'truncated'
  const flags = view.getUint8(at + FLAGS_AT)
  if ((flags & RESERVED_FLAGS) !== 0) return 'reserved-flag'
  if (length === COUNTED_HEADER_BYTES && (flags & TALK_END) === 0) return 'payload-missing'
  if (view.getUint8(at + LEVEL_AT) > SILENT_LEVEL) return 'level-out-of-range'
  return undefined
}

/** Offset of the byte behind the packet at `at`. */
export const behind = (view: DataView, at: number): number => at + FLAGS_AT + view.getUint16(at + LENGTH_AT)

export const speakerAt = (view: DataView, at: number): number => view.getUint16(at + SPEAKER_AT)

export const levelAt = (view: DataView, at: number): number => view.getUint8(at + LEVEL_AT)

export const slotAt = (view: DataView, at: number): number => view.getUint32(at + SLOT_AT)

/** First slot behind the packet's audio; its own slot when it has none. */
export function endSlotAt(view: DataView, at: number): number {
  return slotAt(view, at) + durationMsAt(view, at) / SLOT_MS
}

/** How much audio the packet holds; 0 when it is a talk-end alone. */
export function durationMsAt(view: DataView, at: number): number {
  if (view.getUint16(at + LENGTH_AT) === COUNTED_HEADER_BYTES) return 0
  return DURATIONS_MS[(view.getUint8(at + FLAGS_AT) & DURATION_MASK) >> DURATION_SHIFT] as DurationMs
}

export const isTalkStartAt = (view: DataView, at: number): boolean => (view.getUint8(at + FLAGS_AT) & TALK_START) !== 0

export const isTalkEndAt = (view: DataView, at: number): boolean => (view.getUint8(at + FLAGS_AT) & TALK_END) !== 0

export const stampSpeakerAt = (view: DataView, at: number, speaker: number): void =>
  view.setUint16(at + SPEAKER_AT, speaker)

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function flagsOf(packet: Packet): number {
  const duration = DURATIONS_MS.indexOf(packet.durationMs) << DURATION_SHIFT
  return duration | (packet.talkStart ? TALK_START : 0) | (packet.talkEnd ? TALK_END : 0)
}
