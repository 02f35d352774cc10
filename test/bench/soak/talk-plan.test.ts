/** What the speakers of a soak say. */

import { describe, expect, it } from 'vitest'
import { isSpoken, opusPayload } from '../../../bench/soak/opus-payload.ts'
import { planTalk, TALK_ENDINGS } from '../../../bench/soak/talk-plan.ts'
import { emptyOpusPacket, opusDurationMs } from '../../../src/clips/opus-packet.ts'
import { MAX_OPUS_BYTES, SLOT_MS } from '../../../src/protocol/packet.ts'
import { DURATIONS_MS } from '../../clips/spoken.ts'
import { seededRandom } from '../../support/tone.ts'

const plans = (seed: number) => {
  const random = seededRandom(seed)
  return Array.from({ length: 500 }, () => planTalk(random))
}

describe('a plan of talks', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(plans(1)).toEqual(plans(1))
    expect(plans(1)).not.toEqual(plans(2))
  })

  it('has every packet time and every ending, and keeps to whole slots', () => {
    const all = plans(3)
    expect(new Set(all.map(({ packetMs }) => packetMs))).toEqual(new Set(DURATIONS_MS))
    expect(new Set(all.map(({ ending }) => ending))).toEqual(new Set(Object.keys(TALK_ENDINGS)))
    for (const { spurts } of all) {
      expect(spurts.every(({ afterMs, packets }) => afterMs % SLOT_MS === 0 && packets > 0)).toBe(true)
    }
  })
})

describe('a payload', () => {
  it.each(DURATIONS_MS)('of %i ms is a well-formed Opus packet like no other', (durationMs) => {
    const random = seededRandom(durationMs)
    const payloads = Array.from({ length: 2_000 }, () => opusPayload(durationMs, random))
    expect(new Set(payloads.map((payload) => opusDurationMs(payload)))).toEqual(new Set([durationMs]))
    expect(new Set(payloads.map((payload) => Buffer.from(payload).toString('hex'))).size).toBe(payloads.length)
    expect(Math.max(...payloads.map(({ length }) => length))).toBeLessThanOrEqual(MAX_OPUS_BYTES)
  })

  it('is never taken for a filler, nor a filler for it', () => {
    const random = seededRandom(5)
    expect(DURATIONS_MS.every((durationMs) => isSpoken(opusPayload(durationMs, random)))).toBe(true)
    expect([10, 20, 40, 60, 110, 120].some((durationMs) => isSpoken(emptyOpusPacket(durationMs)))).toBe(false)
  })
})
