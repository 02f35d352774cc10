/**
 * How a voice is sent, from the narrowest line to the widest: bits a second for the encoder, and how much audio goes into
 * a message. On a WebSocket each message costs some 85 bytes of headers (TCP/IP with timestamps 52, TLS 1.3 22, WebSocket 6
 * to 8, packets' own 10 each), so on a narrow line longer messages save more than fewer bits do: shorter packets, which
 * articles advise for weak networks, make that worse (docs/voice.md, "Sending"). Pure.
 */

import { FRAME_MS } from './pcm.ts'
import type { SoundProfile } from './sound-profile.ts'

export interface SendStep {
  bitrate: number
  messageMs: 20 | 40 | 60
}

/** Each needs more of the line than the one before: 26, 30, 36, 44, 64, 72, 88 and 104 kb/s (`wireRate`). */
export const SEND_LADDER: readonly SendStep[] = [
  { bitrate: 12_000, messageMs: 60 },
  { bitrate: 16_000, messageMs: 60 },
  { bitrate: 16_000, messageMs: 40 },
  { bitrate: 24_000, messageMs: 40 },
  { bitrate: 24_000, messageMs: 20 },
  { bitrate: 32_000, messageMs: 20 },
  { bitrate: 48_000, messageMs: 20 },
  { bitrate: 64_000, messageMs: 20 },
]

/** Where everybody begins: full bandwidth, and no wider than most lines are. */
export const FIRST_STEP = SEND_LADDER.findIndex(({ bitrate }) => bitrate === 32_000)

/** Music begins at the top: who plays it has chosen it. 39, 47, 63, 84, 101 and 133 kb/s. */
export const MUSIC_LADDER: readonly SendStep[] = [
  { bitrate: 24_000, messageMs: 60 },
  { bitrate: 32_000, messageMs: 60 },
  { bitrate: 48_000, messageMs: 60 },
  { bitrate: 64_000, messageMs: 40 },
  { bitrate: 64_000, messageMs: 20 },
  { bitrate: 96_000, messageMs: 20 },
]

export interface SendLadder {
  steps: readonly SendStep[]
  /** Where it begins, unless the line is known to be narrow. */
  first: number
  /** What is above has to be carried by every listener's line: not while one of them does not. */
  modest: number
}

export const SEND_LADDERS: Record<SoundProfile, SendLadder> = {
  voice: { steps: SEND_LADDER, first: FIRST_STEP, modest: FIRST_STEP },
  music: { steps: MUSIC_LADDER, first: MUSIC_LADDER.length - 1, modest: 3 },
}

/** RFC 6455 §5.2 with a mask and a length of two bytes, RFC 8446 §5.2, RFC 9293 and RFC 7323 over IPv4. */
const MESSAGE_HEADER_BYTES = 8 + 22 + 52
const PACKET_HEADER_BYTES = 10

/** Bits a second on the line while somebody talks. */
export function wireRate({ bitrate, messageMs }: SendStep): number {
  const packets = messageMs / FRAME_MS
  const headerBytes = MESSAGE_HEADER_BYTES + packets * PACKET_HEADER_BYTES
  return bitrate + (headerBytes * 8 * 1_000) / messageMs
}
