/** Changing the sample rate: a tone stays the same tone, what has no room is gone, and no sample is lost. */

import { describe, expect, it } from 'vitest'
import { ResampledSource, Resampler } from '../../src/audio/resampler.ts'
import { sine } from '../support/tone.ts'

const RATES = [8_000, 16_000, 24_000, 44_100, 48_000, 96_000]

function resampled(samples: Float32Array, fromHz: number, toHz: number, chunk = 128): Float32Array {
  const resampler = new Resampler(fromHz, toHz)
  const out: number[] = []
  for (let at = 0; at < samples.length; at += chunk) out.push(...resampler.push(samples.subarray(at, at + chunk)))
  return Float32Array.from(out)
}

const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)

/** How far `samples` are from a tone of `hertz`, whatever its phase and amplitude, relative to them: 0 is that tone. */
function impurity(samples: Float32Array, hertz: number, rateHz: number): number {
  let [cosine, quadrature] = [0, 0]
  samples.forEach((sample, at) => {
    cosine += (2 / samples.length) * sample * Math.cos((2 * Math.PI * hertz * at) / rateHz)
    quadrature += (2 / samples.length) * sample * Math.sin((2 * Math.PI * hertz * at) / rateHz)
  })
  const rest = samples.map((sample, at) => {
    const angle = (2 * Math.PI * hertz * at) / rateHz
    return sample - cosine * Math.cos(angle) - quadrature * Math.sin(angle)
  })
  return rms(rest) / rms(samples)
}

describe.each(RATES)('from %i Hz to 48 kHz', (rate) => {
  it('a tone keeps its pitch, its loudness and its purity', () => {
    const out = resampled(sine(1000, 0.5, rate, rate), rate, 48_000).subarray(4_800, 43_200)
    expect(rms(out)).toBeCloseTo(0.5 * Math.SQRT1_2, 3)
    expect(impurity(out, 1000, 48_000)).toBeLessThan(0.001)
  })

  it('a second stays a second', () => {
    const { length } = resampled(new Float32Array(2 * rate), rate, 48_000)
    expect(Math.abs(length - 96_000)).toBeLessThanOrEqual(48 * 8)
  })
})

describe.each(RATES)('from 48 kHz to %i Hz', (rate) => {
  it('a tone keeps its pitch, its loudness and its purity', () => {
    const out = resampled(sine(1000, 0.5, 48_000), 48_000, rate).subarray(rate / 10, (rate * 9) / 10)
    expect(rms(out)).toBeCloseTo(0.5 * Math.SQRT1_2, 3)
    expect(impurity(out, 1000, rate)).toBeLessThan(0.001)
  })
})

it('removes what the lower rate has no room for', () => {
  const out = resampled(sine(7_000, 0.5, 48_000), 48_000, 8_000).subarray(800)
  expect(rms(out)).toBeLessThan(0.001)
})

it('gives the same however the stream is cut', () => {
  const tone = sine(1000, 0.5, 9600)
  const [fine, coarse] = [resampled(tone, 48_000, 44_100, 37), resampled(tone, 48_000, 44_100, 960)]
  expect(Math.abs(fine.length - coarse.length)).toBeLessThanOrEqual(1)
  for (const [at, sample] of fine.subarray(0, coarse.length).entries()) expect(sample).toBeCloseTo(coarse[at] ?? 0, 5)
})

it('does nothing at all between equal rates', () => {
  const tone = sine(1000, 0.5, 960)
  expect(new Resampler(48_000, 48_000).push(tone)).toBe(tone)
})

it('fills whatever is asked for from a source that gives blocks', () => {
  let at = 0
  const tones = [sine(1000, 0.5, 96_000), sine(700, 0.5, 96_000)] as const
  const source = new ResampledSource(
    (...blocks) => {
      for (const [channel, block] of blocks.entries()) block.set(tones[channel]?.subarray(at, at + block.length) ?? [])
      at += blocks[0].length
    },
    48_000,
    44_100,
  )
  const left = new Float32Array(44_100)
  const right = new Float32Array(44_100)
  for (let to = 0; to < left.length; to += 100) source.read(left.subarray(to, to + 100), right.subarray(to, to + 100))
  expect(impurity(left.subarray(4_410), 1000, 44_100)).toBeLessThan(0.001)
  expect(impurity(right.subarray(4_410), 700, 44_100)).toBeLessThan(0.001)
})

it('goes on for a second channel where it is with the first', () => {
  const tone = sine(1000, 0.5, 9_600)
  const first = new Resampler(44_100, 48_000)
  first.push(tone.subarray(0, 1_000))
  const second = first.fork()
  expect(second.push(tone.subarray(1_000))).toEqual(first.push(tone.subarray(1_000)))
})
