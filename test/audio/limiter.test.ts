/** The limiter: nothing passes full scale, nothing below the knee is touched. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Limiter } from '../../src/audio/limiter.ts'
import { QUANTUM_SAMPLES } from '../../src/audio/pcm.ts'
import { sine } from '../support/tone.ts'

function limited(samples: Float32Array, limiter = new Limiter()): Float32Array {
  const out = samples.slice()
  for (let at = 0; at < out.length; at += QUANTUM_SAMPLES) limiter.apply(out.subarray(at, at + QUANTUM_SAMPLES))
  return out
}

const peakOf = (samples: Float32Array) => samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)

describe('the limiter', () => {
  it('leaves a single voice as it is, to the bit', () => {
    const voice = sine(440, 0.7, 4800)
    expect(limited(voice)).toEqual(voice)
  })

  it('lets no sample pass 1, however loud and sudden', () => {
    const block = fc.array(fc.float({ min: -64, max: 64, noNaN: true }), { minLength: 128, maxLength: 128 })
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
        expect(peakOf(limited(Float32Array.from(blocks.flat())))).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('turns a loud mix down instead of cutting it: after the first block it is in shape', () => {
    const loud = limited(sine(440, 4, 9600))
    const fitted = sine(440, 0.708, 9600)
    for (let at = 960; at < 9600; at += 1) expect(loud[at]).toBeCloseTo(fitted[at] ?? 0, 1)
  })

  it('turns two channels down alike, so that nothing moves aside', () => {
    const limiter = new Limiter()
    const left = sine(440, 4, 9_600)
    const right = sine(440, 0.4, 9_600)
    for (let at = 0; at < left.length; at += QUANTUM_SAMPLES) {
      limiter.apply(left.subarray(at, at + QUANTUM_SAMPLES), right.subarray(at, at + QUANTUM_SAMPLES))
    }
    expect(peakOf(left)).toBeLessThanOrEqual(1)
    expect(peakOf(right.subarray(960)) / peakOf(left.subarray(960))).toBeCloseTo(0.1, 2)
  })

  it('comes back to full volume within a second', () => {
    const limiter = new Limiter()
    limited(sine(440, 4, 4800), limiter)
    limited(sine(440, 0.3, 96_000), limiter)
    const quiet = sine(440, 0.3, 128)
    expect(limited(quiet, limiter)).toEqual(quiet)
  })

  it('makes no step when it begins or ends', () => {
    const swell = sine(220, 1, 48_000).map((sample, at) => sample * (at > 16_000 && at < 32_000 ? 1.5 : 0.5))
    const steepest = (samples: Float32Array) =>
      samples.reduce(
        (most, sample, at) => (at === 0 ? 0 : Math.max(most, Math.abs(sample - (samples[at - 1] ?? 0)))),
        0,
      )
    expect(steepest(limited(swell))).toBeLessThanOrEqual(steepest(swell))
  })
})
