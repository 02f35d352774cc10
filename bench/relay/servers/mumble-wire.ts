/**
 * As much of Mumble's protocol as a member needs who speaks and listens over TCP alone: messages in their frames, three of
 * them in Protocol Buffers, and audio packets with their own variable-length numbers. Pure: bytes in, bytes out.
 *
 *     frame   type (2 bytes), length (4 bytes), message
 *     audio   type and target (1 byte), [session, from the server], sequence, length and end, Opus
 *
 * https://mumble-protocol.readthedocs.io, versions before 1.5.
 */

import { joinBytes } from '../../../src/protocol/join-bytes.ts'

export const MESSAGE = { version: 0, udpTunnel: 1, authenticate: 2, ping: 3, reject: 4, serverSync: 5 } as const
export const FRAME_HEADER_BYTES = 6

/** Opus is type 4, in the top three bits; target 0 is everybody in the channel. */
const OPUS_TO_CHANNEL = 4 << 5
const TYPE_BITS = 0xe0
/** In the Opus packet's length: no more of this talk follows. */
const TALK_END = 0x2000
/** 1.3.4 in its bytes: servers that know a newer protocol keep to this one. */
const CLIENT_VERSION = 0x01_03_04

/** Protocol Buffers' wire types. */
const VARINT = 0
const LENGTH_DELIMITED = 2

export function frame(type: number, message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + message.length)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, type)
  view.setUint32(2, message.length)
  bytes.set(message, FRAME_HEADER_BYTES)
  return bytes
}

export const versionMessage = (): Uint8Array => frame(MESSAGE.version, numberField(1, CLIENT_VERSION))

export const authenticateMessage = (name: string): Uint8Array =>
  frame(MESSAGE.authenticate, join(textField(1, name), numberField(5, 1)))

export const pingMessage = (): Uint8Array => frame(MESSAGE.ping, new Uint8Array(0))

/** What a client sends to say `opus`; `sequence` counts in 10 ms. */
export const audioMessage = (sequence: number, opus: Uint8Array, isEnd = false): Uint8Array =>
  frame(
    MESSAGE.udpTunnel,
    join(
      Uint8Array.of(OPUS_TO_CHANNEL),
      voiceNumber(sequence),
      voiceNumber(opus.length | (isEnd ? TALK_END : 0)),
      opus,
    ),
  )

/** The Opus packet in an audio packet that a server sent, a view of it; undefined when it is something else. */
export function opusOf(audio: Uint8Array): Uint8Array | undefined {
  if (((audio[0] ?? 0) & TYPE_BITS) !== OPUS_TO_CHANNEL) return undefined
  const sequenceAt = 1 + voiceNumberBytes(audio[1] ?? 0)
  const lengthAt = sequenceAt + voiceNumberBytes(audio[sequenceAt] ?? 0)
  const from = lengthAt + voiceNumberBytes(audio[lengthAt] ?? 0)
  const length = readVoiceNumber(audio, lengthAt) & ~TALK_END
  return from + length > audio.length ? undefined : audio.subarray(from, from + length)
}

/** A number as audio packets write it: the leading ones of the first byte tell how many bytes follow. */
export function voiceNumber(value: number): Uint8Array {
  if (value < 0x80) return Uint8Array.of(value)
  if (value < 0x4000) return Uint8Array.of(0x80 | (value >>> 8), value & 0xff)
  if (value < 0x20_0000) return Uint8Array.of(0xc0 | (value >>> 16), (value >>> 8) & 0xff, value & 0xff)
  if (value < 0x1000_0000) {
    return Uint8Array.of(0xe0 | (value >>> 24), (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)
  }
  return Uint8Array.of(0xf0, value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)
}

/** How long a number is that begins with this byte. */
export function voiceNumberBytes(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xc0) return 2
  if (first < 0xe0) return 3
  if (first < 0xf0) return 4
  return 5
}

/** The number that begins at `at`. */
export function readVoiceNumber(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  const more = voiceNumberBytes(first) - 1
  // What the leading ones and the zero behind them leave of the first byte; nothing of it, when four bytes follow.
  let value = more === 4 ? 0 : first & (0x7f >> more)
  for (let index = 1; index <= more; index += 1) value = value * 0x100 + (bytes[at + index] ?? 0)
  return value
}

/** Protocol Buffers: seven bits a byte, the lowest first, the top bit says that more follow. */
export function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return Uint8Array.of(...bytes, rest)
}

const numberField = (field: number, value: number): Uint8Array => join(varint((field << 3) | VARINT), varint(value))

function textField(field: number, text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text)
  return join(varint((field << 3) | LENGTH_DELIMITED), varint(bytes.length), bytes)
}

const join = (...parts: Uint8Array[]): Uint8Array => joinBytes(parts)
