/** The audio message against docs/protocol.md section 5: properties over any packets and any bytes. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bundle, MAX_CLIENT_MESSAGE_BYTES, stampMessage, unbundle } from '../../src/protocol/audio-message.ts'
import { MAX_OPUS_BYTES, MAX_SLOT, type Packet, SILENT_LEVEL } from '../../src/protocol/packet.ts'
import { hexOf } from './vectors.ts'

const anyPacket: fc.Arbitrary<Packet> = fc
  .record({
    speaker: fc.constant(0),
    talkStart: fc.boolean(),
    talkEnd: fc.boolean(),
    durationMs: fc.constantFrom(10 as const, 20 as const, 40 as const, 60 as const),
    level: fc.integer({ min: 0, max: SILENT_LEVEL }),
    slot: fc.integer({ min: 0, max: MAX_SLOT }),
    payload: fc.uint8Array({ maxLength: 400 }),
  })
  .filter((packet) => packet.talkEnd || packet.payload.length > 0)

const anyMessage = fc
  .array(anyPacket, { minLength: 1, maxLength: 20 })
  .filter((packets) => bundle(packets).length <= MAX_CLIENT_MESSAGE_BYTES)

describe('a message on its way through the room', () => {
  it('[W15] has the number in every packet, and is otherwise the same', () => {
    fc.assert(
      fc.property(anyMessage, fc.integer({ min: 1, max: 65_535 }), (packets, speaker) => {
        const bytes = bundle(packets)
        expect(stampMessage(bytes, speaker)).toBe(packets.length)
        expect(unbundle(bytes)).toEqual({ ok: true, packets: packets.map((packet) => ({ ...packet, speaker })) })
      }),
    )
  })

  it('[W15] may lie anywhere in a larger buffer', () => {
    const inner = bundle([{ ...onePacket, slot: 2 }])
    const outer = new Uint8Array(inner.length + 20).fill(0xee)
    outer.set(inner, 7)
    expect(stampMessage(outer.subarray(7, 7 + inner.length), 3)).toBe(1)
    expect([...outer.subarray(0, 9)]).toEqual([0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0, 3])
  })
})

describe('any bytes', () => {
  const bytes = fc.uint8Array({ maxLength: 200 })

  it('[W1] are read or refused, and nothing throws', () => {
    fc.assert(
      fc.property(bytes, (stranger) => {
        const before = hexOf(stranger)
        const verdict = stampMessage(stranger, 9)
        if (typeof verdict === 'string') expect(hexOf(stranger)).toBe(before)
        else expect(unbundle(stranger).ok).toBe(true)
      }),
    )
  })

  it('[W1] that are read give the same bytes again', () => {
    fc.assert(
      fc.property(anyMessage, (packets) => {
        const message = bundle(packets)
        const reading = unbundle(message)
        expect(reading.ok && hexOf(bundle(reading.packets))).toBe(hexOf(message))
      }),
    )
  })

  it('[W11] a client refuses a message over 65,536 bytes', () => {
    const packets = Array.from({ length: 60 }, () => ({ ...onePacket, payload: new Uint8Array(MAX_OPUS_BYTES) }))
    expect(unbundle(bundle(packets))).toEqual({ ok: false, reason: 'message-too-long' })
  })
})

const onePacket: Packet = {
  speaker: 0,
  talkStart: false,
  talkEnd: false,
  durationMs: 20,
  level: 30,
  slot: 0,
  payload: new Uint8Array([0x78, 1]),
}
