/** What holds of what is heard, whatever arrives: nothing is thrown, no slot comes twice or backwards, no sample passes 1. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AdaptivePlayoutDelay } from '../../src/audio/adaptive-delay.ts'
import type { OpusDecoder } from '../../src/audio/codec.ts'
import { Mixer } from '../../src/audio/mixer.ts'
import { QUANTUM_SAMPLES } from '../../src/audio/pcm.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { Hearing } from '../support/hearing.ts'
import { QUANTUM_MS } from '../support/listener.ts'
import { seededRandom } from '../support/tone.ts'
import { VoicedDecoder, voicedPacket } from '../support/voiced-codec.ts'

/** Decodes anything to anything, in two channels more often than not, throws now and then. */
class WildDecoder implements OpusDecoder {
  side: Float32Array | undefined
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seededRandom(seed)
  }

  decode(_packet: Uint8Array | null, samples: number): Float32Array {
    const fate = this.#random()
    if (fate < 0.05) throw new Error('no packet of this codec')
    this.side = fate < 0.7 ? this.#wild(fate < 0.2 ? 700 : samples) : undefined
    return this.#wild(fate < 0.1 ? 5_000 : fate < 0.15 ? 0 : samples)
  }

  recover(next: Uint8Array, samples: number): Float32Array {
    return this.decode(next, samples)
  }

  free(): void {}

  #wild(length: number): Float32Array {
    const wild = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e30, -1e30, -5, 0.3]
    return Float32Array.from({ length }, () => {
      return this.#random() < 0.9 ? this.#random() - 0.5 : (wild[Math.floor(this.#random() * wild.length)] ?? 0)
    })
  }
}

/** Of either sign; what is no number fails, too. */
function expectBounded(samples: Float32Array): void {
  for (const sample of samples) if (!(Math.abs(sample) <= 1)) expect(Math.abs(sample)).toBeLessThanOrEqual(1)
}

it.each([-1.5, Number.NEGATIVE_INFINITY, 1.5, Number.NaN])('%s would be noticed', (sample) => {
  expect(() => expectBounded(Float32Array.of(0, sample))).toThrow()
})

/** Anything that the wire can carry, with slots that mostly go on, and times that mostly pass. */
const arrivals = fc.array(
  fc.record({
    waitMs: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 1_500 })),
    slots: fc.oneof(fc.constant(2), fc.integer({ min: -20, max: 20 }), fc.integer({ min: -1_000, max: 100_000 })),
    talkStart: fc.boolean(),
    talkEnd: fc.boolean(),
    durationMs: fc.constantFrom(10, 20, 40, 60),
    level: fc.integer({ min: 0, max: 127 }),
    toc: fc.integer({ min: 0, max: 255 }),
  }),
  { maxLength: 150 },
)

it('is finite and at most 1, in order and once, whatever the line and the speaker do', () => {
  fc.assert(
    fc.property(arrivals, fc.integer(), (coming, seed) => {
      const watched = new VoicedDecoder()
      const decoders = [watched, new WildDecoder(seed)]
      const mixer = new Mixer({ newDecoder: () => decoders.shift(), newDelay: () => new AdaptivePlayoutDelay() })
      const [left, right] = [new Float32Array(QUANTUM_SAMPLES), new Float32Array(QUANTUM_SAMPLES)]
      let nowMs = 0
      let slot = 1_000
      const listen = (untilMs: number) => {
        for (; nowMs < untilMs; nowMs += QUANTUM_MS) {
          mixer.render(left, nowMs, right)
          expectBounded(left)
          expectBounded(right)
        }
      }
      for (const { waitMs, slots, toc, ...fields } of coming) {
        listen(nowMs + waitMs)
        slot = Math.max(0, slot + slots)
        const packet = voicedPacket(slot, fields as Partial<Packet>)
        packet.payload[0] = toc
        mixer.receive(bundle([1, 2].map((speaker) => ({ ...packet, speaker }))), nowMs)
      }
      listen(nowMs + 2_000)
      watched.played.reduce((before, played) => {
        expect(played).toBeGreaterThan(before)
        return played
      }, -1)
    }),
    { numRuns: 25 },
  )
})

/** A line that changes its mind every few seconds. */
const weather = fc.array(
  fc.record({
    baseMs: fc.integer({ min: 0, max: 500 }),
    jitterMs: fc.integer({ min: 0, max: 200 }),
    loss: fc.double({ min: 0, max: 0.5, noNaN: true }),
  }),
  { minLength: 1, maxLength: 6 },
)

it('has no more delay than the line asks for when it has been fine for a minute and a half, whatever it did before', () => {
  fc.assert(
    fc.property(weather, fc.integer(), fc.boolean(), (moods, seed, ordered) => {
      const random = seededRandom(seed)
      const transitMs = (atMs: number) => {
        const mood = moods[Math.floor(atMs / 3_000)]
        if (mood === undefined) return 40
        return random() < mood.loss ? null : mood.baseMs + mood.jitterMs * random()
      }
      const hearing = new Hearing({ transitMs, ordered }).hear(moods.length * 3_000 + 90_000)
      const settled = hearing.delaysMs(moods.length * 3_000 + 88_000)
      expect(settled.length).toBeGreaterThan(700)
      expect(settled.at(-1)).toBeLessThanOrEqual(40 + 20 + 8 + 10)
    }),
    { numRuns: 4 },
  )
})
