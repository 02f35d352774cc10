/**
 * An audio message: one binary WebSocket message, one or more packets back to back (docs/protocol.md, W1 and W10–W12).
 * The room checks and stamps a message in place here; clients take one apart and put one together.
 *
 * Next: src/relay/fan-out.ts on the way through the room, src/client/network-worker.ts at either end.
 */

import {
  behind,
  durationMsAt,
  faultAt,
  isTalkEndAt,
  isTalkStartAt,
  levelAt,
  type Packet,
  type PacketFault,
  packetBytes,
  readPacket,
  SILENT_LEVEL,
  speakerAt,
  stampSpeakerAt,
  viewOf,
  writePacket,
} from './packet.ts'

/** 200 ms, the longest a client may hold audio back, in the shortest packets the wire has (10 ms). */
export const MAX_PACKETS_PER_MESSAGE = 20
/** From a client: 200 ms at 256 kb/s is 6,400 bytes of Opus; the rest is room for headers. */
export const MAX_CLIENT_MESSAGE_BYTES = 8192
/** From a room: bundles of several speakers; a client refuses what is longer. */
export const MAX_ROOM_MESSAGE_BYTES = 65_536

export type AudioFault = PacketFault | 'empty' | 'message-too-long' | 'too-many-packets' | 'speaker-set'

/**
 * Checks a client's message whole, then writes `speaker` into every packet of it, in place.
 * Returns how many packets it holds, or what is wrong, in which case no byte has changed. Allocates one view.
 */
export function stampMessage(bytes: Uint8Array, speaker: number): number | AudioFault {
  const view = viewOf(bytes)
  const packets = countPackets(view)
  if (typeof packets === 'string') return packets
  for (let at = 0; at < view.byteLength; at = behind(view, at)) stampSpeakerAt(view, at, speaker)
  return packets
}

/** What a message of one speaker says, as far as a room wants to know. */
export interface Said {
  /** The level of its loudest packet, 0 (loudest) … 127, −dBov. */
  level: number
  /** Whether any packet of it begins a spurt, or ends a talk. */
  talkStart: boolean
  talkEnd: boolean
  packets: number
  /** How much audio they hold together. */
  audioMs: number
  /** Byte at which the last packet begins. */
  lastAt: number
}

export const NOTHING_SAID: Readonly<Said> = {
  level: SILENT_LEVEL,
  talkStart: false,
  talkEnd: false,
  packets: 0,
  audioMs: 0,
  lastAt: 0,
}

/** Writes into `said` what a message says that `stampMessage` has found well-formed. Allocates one view. */
export function readSaid(bytes: Uint8Array, said: Said): void {
  const view = viewOf(bytes)
  Object.assign(said, NOTHING_SAID)
  for (let at = 0; at < view.byteLength; at = behind(view, at)) {
    said.level = Math.min(said.level, levelAt(view, at))
    said.talkStart ||= isTalkStartAt(view, at)
    said.talkEnd ||= isTalkEndAt(view, at)
    said.packets += 1
    said.audioMs += durationMsAt(view, at)
    said.lastAt = at
  }
}

/** Takes a room's message apart. The payloads are views into `bytes`. */
export function unbundle(
  bytes: Uint8Array,
): { ok: true; packets: Packet[] } | { ok: false; reason: PacketFault | 'empty' | 'message-too-long' } {
  if (bytes.length === 0) return { ok: false, reason: 'empty' }
  if (bytes.length > MAX_ROOM_MESSAGE_BYTES) return { ok: false, reason: 'message-too-long' }
  const view = viewOf(bytes)
  const packets: Packet[] = []
  for (let at = 0; at < view.byteLength; at = behind(view, at)) {
    const fault = faultAt(view, at)
    if (fault !== undefined) return { ok: false, reason: fault }
    packets.push(readPacket(bytes, at))
  }
  return { ok: true, packets }
}

/** Puts packets into one message. */
export function bundle(packets: readonly Packet[]): Uint8Array {
  const bytes = new Uint8Array(packets.reduce((sum, packet) => sum + packetBytes(packet), 0))
  let at = 0
  for (const packet of packets) at = writePacket(packet, bytes, at)
  return bytes
}

function countPackets(view: DataView): number | AudioFault {
  if (view.byteLength === 0) return 'empty'
  if (view.byteLength > MAX_CLIENT_MESSAGE_BYTES) return 'message-too-long'
  let packets = 0
  for (let at = 0; at < view.byteLength; at = behind(view, at)) {
    const fault = faultAt(view, at)
    if (fault !== undefined) return fault
    if (speakerAt(view, at) !== 0) return 'speaker-set'
    packets += 1
    if (packets > MAX_PACKETS_PER_MESSAGE) return 'too-many-packets'
  }
  return packets
}
