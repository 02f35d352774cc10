/** Noise in pauses: like the room that was heard, never loud, and gone when it is not wanted. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ComfortNoise } from '../../src/audio/comfort-noise.ts'
import { decibels, powerOf } from '../../src/audio/level.ts'
import { FRAME_SAMPLES, QUANTUM_SAMPLES, samplesIn } from '../../src/audio/pcm.ts'
import { transform } from '../support/fourier.ts'
import { noise, sine } from '../support/tone.ts'

/** A room: noise that falls off above some hundred hertz, of about this many dBov. */
function room(dbov: number, samples: number): Float32Array {
  let before = 0
  const rumble = noise(1, samples).map((sample) => {
    before += 0.05 * (sample - before)
    return before
  })
  const scale = 10 ** (dbov / 20) / Math.sqrt(powerOf(rumble))
  return rumble.map((sample) => scale * sample)
}

function taught(...sounds: Float32Array[]): ComfortNoise {
  const comfort = new ComfortNoise()
  for (const sound of sounds) {
    for (let at = 0; at + FRAME_SAMPLES <= sound.length; at += FRAME_SAMPLES) {
      comfort.learn(sound.subarray(at, at + FRAME_SAMPLES))
    }
  }
  return comfort
}

function play(comfort: ComfortNoise, ms: number): Float32Array {
  const out = new Float32Array(Math.ceil(samplesIn(ms) / QUANTUM_SAMPLES) * QUANTUM_SAMPLES)
  for (let at = 0; at < out.length; at += QUANTUM_SAMPLES) comfort.addTo(out.subarray(at, at + QUANTUM_SAMPLES))
  return out
}

const dbov = (samples: Float32Array) => decibels(powerOf(samples))

/** Power between two frequencies, in dB. */
function band(samples: Float32Array, fromHz: number, toHz: number): number {
  const size = 16_384
  const { real, imaginary } = transform(samples.subarray(0, size), size)
  let sum = 0
  for (let bin = Math.ceil((fromHz * size) / 48_000); bin < (toHz * size) / 48_000; bin += 1) {
    sum += (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2
  }
  return 10 * Math.log10(sum)
}

describe('a pause', () => {
  it('is as loud as the room was, within 2 dB', () => {
    const comfort = taught(sine(300, 0.2, 48_000), room(-65, 24_000))
    comfort.begin()
    expect(Math.abs(dbov(play(comfort, 1_000).subarray(2_400)) + 65)).toBeLessThan(2)
  })

  it.each([
    [100, 400],
    [400, 1_600],
    [1_600, 6_400],
    [6_400, 20_000],
  ])('sounds as the room did between %i and %i Hz, within 4 dB', (fromHz, toHz) => {
    const said = room(-60, 48_000)
    const comfort = taught(said)
    comfort.begin()
    const heard = play(comfort, 1_000).subarray(2_400)
    expect(Math.abs(band(heard, fromHz, toHz) - band(said.subarray(24_000), fromHz, toHz))).toBeLessThan(4)
  })

  it('is never louder than −50 dBov, so that it covers no voice', () => {
    const comfort = taught(room(-46, 24_000))
    comfort.begin()
    const heard = play(comfort, 1_000)
    expect(dbov(heard)).toBeLessThan(-49.5)
    expect(Math.max(...heard.map(Math.abs))).toBeLessThan(0.02)
  })

  it('begins within 5 ms and without a step, and has faded away when nobody goes on', () => {
    const comfort = taught(room(-55, 24_000))
    comfort.begin()
    const heard = play(comfort, 3_000)
    expect(Math.abs(heard[0] ?? 1)).toBeLessThan(1e-5)
    expect(dbov(heard.subarray(240, 2_400))).toBeGreaterThan(-60)
    expect(dbov(heard.subarray(samplesIn(2_200), samplesIn(2_400)))).toBeLessThan(-60)
    expect(dbov(heard.subarray(samplesIn(2_510)))).toBe(Number.NEGATIVE_INFINITY)
    expect(comfort.isSounding).toBe(false)
  })

  it.each([
    ['before its last word is heard', 0],
    ['some time after', 500],
  ])('fades within a second when the talk is over, be that known %s', (_, afterMs) => {
    const comfort = taught(room(-55, 24_000))
    comfort.isTalkOver = afterMs === 0
    comfort.begin()
    play(comfort, afterMs)
    comfort.isTalkOver = true
    const heard = play(comfort, 1_100)
    expect(dbov(heard.subarray(samplesIn(20), samplesIn(200)))).toBeGreaterThan(-60)
    expect(dbov(heard.subarray(samplesIn(800), samplesIn(1_000)))).toBeLessThan(-65)
    expect(comfort.isSounding).toBe(false)
  })

  it('ends within 5 ms when the voice is back', () => {
    const comfort = taught(room(-55, 24_000))
    comfort.begin()
    play(comfort, 500)
    comfort.end()
    expect(dbov(play(comfort, 20).subarray(240 + QUANTUM_SAMPLES))).toBe(Number.NEGATIVE_INFINITY)
    expect(comfort.isSounding).toBe(false)
  })

  it.each([
    ['of somebody who was never quiet', [sine(300, 0.2, 48_000)]],
    ['behind a gate that lets nothing through between words', [sine(300, 0.2, 48_000), new Float32Array(24_000)]],
    ['of somebody of whom nothing was heard', []],
  ])('%s is silent', (_, sounds) => {
    const comfort = taught(...sounds)
    comfort.begin()
    expect(comfort.isSounding).toBe(false)
    expect(dbov(play(comfort, 100))).toBe(Number.NEGATIVE_INFINITY)
  })

  it('takes no breath for the room: the quietest moments count', () => {
    const comfort = taught(room(-50, 9_600), room(-70, 9_600))
    comfort.begin()
    expect(dbov(play(comfort, 1_000).subarray(2_400))).toBeLessThan(-66)
  })
})

it('is finite and faint, whatever it was taught and whenever it is asked', () => {
  const sample = fc.float({ min: Math.fround(-0.01), max: Math.fround(0.01), noNaN: true })
  const piece = fc.oneof(
    fc.array(sample, { minLength: 480, maxLength: 480 }).map((samples) => Float32Array.from(samples)),
    fc
      .record({ hertz: fc.integer({ min: 1, max: 24_000 }), amplitude: sample })
      .map(({ hertz, amplitude }) => sine(hertz, amplitude, 960)),
    fc.constant(new Float32Array(0)),
  )
  const step = fc.oneof(piece, fc.constantFrom('begin', 'end', 'forget', 'play'))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const comfort = new ComfortNoise()
      for (const next of steps) {
        if (next === 'begin' || next === 'end' || next === 'forget') comfort[next]()
        else if (next !== 'play') comfort.learn(next)
        expect(Math.max(...play(comfort, 20).map(Math.abs))).toBeLessThan(0.1)
      }
    }),
    { numRuns: 50 },
  )
})
