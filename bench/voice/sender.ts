/**
 * The sending half: samples through the capture of the SDK and the real encoder into messages and the moments when they
 * leave. Each payload carries its slot once more at its end, so that the listener's end can tell what is decoded when.
 *
 * Next: bench/voice/link.ts
 */

import type { OpusEncoder } from '../../src/audio/codec.ts'
import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'
import { TalkCapture } from '../../src/audio/talk-capture.ts'
import { Packing } from '../../src/client/packing.ts'
import { type Packet, packetBytes, readPacket, SLOT_MS, writePacket } from '../../src/protocol/packet.ts'
import { tagged } from './tag.ts'

export interface Departure {
  bytes: Uint8Array<ArrayBuffer>
  /** By the sender's clock, from the first sample on. */
  atMs: number
}

/** A packet as it was said: where its sound lies, and how loud it was. */
export type Said = Pick<Packet, 'slot' | 'talkStart' | 'level'> & { endSlot: number }

export interface Sent {
  departures: Departure[]
  said: Said[]
}

/** Everything that leaves of `talk`, with `messageMs` of audio in a message once a spurt has begun. */
export function send(talk: Float32Array, encoder: OpusEncoder, messageMs: number, speaker = 1): Sent {
  const packing = new Packing()
  packing.resize(messageMs)
  const sent: Sent = { departures: [], said: [] }
  let nowMs = 0
  const leave = (messages: { bytes: Uint8Array<ArrayBuffer> }[], atMs: number) => {
    for (const { bytes } of messages) sent.departures.push({ bytes, atMs })
  }
  const capture = new TalkCapture(encoder)
  capture.begin((bytes) => {
    const packet = readPacket(bytes)
    const audioMs = packet.payload.length === 0 ? 0 : packet.durationMs
    if (audioMs > 0) sent.said.push({ ...packet, endSlot: packet.slot + audioMs / SLOT_MS })
    leave(packing.push(onTheWire({ ...packet, speaker }), audioMs, nowMs), nowMs)
    if (packet.talkStart || packet.talkEnd) leave(packing.flush(), nowMs) // W24: nothing holds these back
  })
  for (let at = 0; at < talk.length; at += QUANTUM_SAMPLES) {
    const block = talk.subarray(at, at + QUANTUM_SAMPLES)
    nowMs = ((at + block.length) * 1000) / SAMPLE_RATE_HZ
    if ((packing.nextDeadlineMs() ?? Number.POSITIVE_INFINITY) < nowMs) leave(packing.flush(), nowMs)
    capture.push(block, () => {})
  }
  return sent
}

/** What a listener receives: the room has written the speaker's number. */
function onTheWire(packet: Packet): Uint8Array<ArrayBuffer> {
  const payload = packet.payload.length === 0 ? packet.payload : tagged(packet.payload, packet.slot)
  const bytes = new Uint8Array(packetBytes({ payload }))
  writePacket({ ...packet, payload }, bytes)
  return bytes
}
