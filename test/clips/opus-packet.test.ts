/** Opus's framing against RFC 6716 §3, and against libopus, which has the last word. */

import fc from 'fast-check'
import { createDecoder } from 'libopus-wasm'
import { describe, expect, it } from 'vitest'
import { claimedDurationMs, emptyOpusPacket, isStereo, opusDurationMs } from '../../src/clips/opus-packet.ts'

/** TOC bytes: SILK narrow band, hybrid full band and CELT full band, 20 ms each, mono, code 0. */
const SILK = 1 << 3
const HYBRID = 15 << 3
const CELT = 31 << 3

const frames = (...bytes: number[]) => Uint8Array.of(...bytes)
const zeros = (count: number) => new Array<number>(count).fill(0)

describe('opusDurationMs', () => {
  it.each([
    ['code 0: one frame', frames(SILK, 1, 2, 3), 20],
    ['code 0: one frame without a byte', frames(SILK), 20],
    ['code 0: a frame of 1,275 bytes [R2]', frames(SILK, ...zeros(1275)), 20],
    ['code 1: two frames of one length', frames(HYBRID | 1, 1, 2, 3, 4), 40],
    ['code 2: two frames, the first of 1 byte', frames(CELT | 2, 1, 9, 9, 9), 40],
    ['code 2: a first frame of 252 bytes, told in two', frames(CELT | 2, 252, 0, ...zeros(252)), 40],
    ['code 3: three frames of one length', frames(CELT | 3, 3, ...zeros(6)), 60],
    ['code 3: three frames, each its own length', frames(CELT | 3, 0x83, 1, 2, ...zeros(3 + 4)), 60],
    ['code 3: with 2 bytes of padding', frames(CELT | 3, 0x42, 2, ...zeros(4 + 2)), 40],
    ['code 3: with 254 bytes of padding and 1 more', frames(CELT | 3, 0x41, 255, 1, ...zeros(3 + 255)), 20],
    ['code 3: 48 frames of 2.5 ms, the most [R5]', frames((28 << 3) | 3, 48), 120],
    ['the shortest frame', frames(28 << 3, 1), 2.5],
    ['the longest frame', frames(3 << 3, 1), 60],
  ])('tells %s', (_, payload, durationMs) => {
    expect(opusDurationMs(payload)).toBe(durationMs)
  })

  it.each([
    ['nothing at all [R1]', frames()],
    ['a frame of 1,276 bytes [R2]', frames(SILK, ...zeros(1276))],
    ['code 1 with an odd number of bytes [R3]', frames(SILK | 1, 1, 2, 3)],
    ['code 1 with frames of 1,276 bytes [R2]', frames(SILK | 1, ...zeros(2552))],
    ['code 2 without a length [R4]', frames(SILK | 2)],
    ['code 2 with half a length [R4]', frames(SILK | 2, 252)],
    ['code 2 with a first frame longer than the packet [R4]', frames(SILK | 2, 3, 1, 1)],
    ['code 2 with a second frame of 1,276 bytes [R2]', frames(SILK | 2, 0, ...zeros(1276))],
    ['code 3 without a count [R5]', frames(SILK | 3)],
    ['code 3 of no frames [R5]', frames(SILK | 3, 0)],
    ['code 3 of more than 120 ms [R5]', frames(SILK | 3, 7)],
    ['code 3 with bytes left over [R6]', frames(SILK | 3, 2, 1, 2, 3)],
    ['code 3 with more padding than packet [R6]', frames(SILK | 3, 0x41, 4, 1, 2, 3)],
    ['code 3 with padding that never stops [R6]', frames(SILK | 3, 0x41, 255, 255)],
    ['code 3 with lengths beyond the packet [R7]', frames(SILK | 3, 0x82, 5, 1)],
    ['code 3 with lengths cut off [R7]', frames(SILK | 3, 0x83, 1)],
  ])('refuses %s', (_, payload) => {
    expect(opusDurationMs(payload)).toBeUndefined()
  })

  it('agrees with libopus on any bytes: as long, or refused', async () => {
    // 5,760 samples are the 120 ms of the longest packet.
    const decoder = await createDecoder({ sampleRate: 48_000, channels: 1, maxFrameSize: 5760 })
    const libopusMs = (payload: Uint8Array) => {
      try {
        return decoder.decodeFloat(payload).length / 48
      } catch {
        // OPUS_INVALID_PACKET, which is the answer
        return undefined
      }
    }
    const anyPayload = fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 12 }), fc.integer({ min: 0, max: 700 }))
      .map(([toc, head, length]) => Uint8Array.of(toc, ...head, ...zeros(length % 3 === 0 ? length : length % 8)))
    fc.assert(
      fc.property(anyPayload, (payload) => {
        expect(opusDurationMs(payload)).toBe(libopusMs(payload))
      }),
      { numRuns: 3000 },
    )
    decoder.free()
  })
})

describe('claimedDurationMs', () => {
  it('believes frames whose lengths do not add up', () => {
    expect(claimedDurationMs(frames(SILK | 1, 1, 2, 3))).toBe(40)
    expect(claimedDurationMs(frames())).toBeUndefined()
    expect(claimedDurationMs(frames(SILK | 3, 0))).toBeUndefined()
  })
})

describe('emptyOpusPacket', () => {
  const multiples = fc.integer({ min: 1, max: 12 }).map((tens) => tens * 10)

  it('is as long as asked for, in the mode, bandwidth and channels of what it is like', () => {
    fc.assert(
      fc.property(multiples, fc.integer({ min: 0, max: 255 }), (durationMs, toc) => {
        const empty = emptyOpusPacket(durationMs, Uint8Array.of(toc))
        expect(opusDurationMs(empty)).toBe(durationMs)
        expect(isStereo(empty)).toBe((toc & 0b100) !== 0)
        expect(bandwidthOf(empty)).toBe(bandwidthOf(Uint8Array.of(toc)))
        expect(empty.length).toBeLessThanOrEqual(2)
      }),
    )
  })

  it('is full band when there is nothing to be like', () => {
    expect(emptyOpusPacket(20)).toEqual(frames(CELT))
  })
})

/** RFC 6716 §3.1, table 2: which row a config stands in. */
function bandwidthOf([toc = 0]: Uint8Array): number {
  const config = toc >> 3
  return config >= 12 && config < 16 ? 100 + (config >> 1) : config >> 2
}
