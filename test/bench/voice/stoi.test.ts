/** Intelligibility as its authors describe it: 1 for the same, less with every bit of noise, blind to volume. */

import { describe, expect, it } from 'vitest'
import { decimate } from '../../../bench/voice/decimate.ts'
import { Said, stoi } from '../../../bench/voice/stoi.ts'
import { noise } from '../../support/tone.ts'
import { readWav } from '../../support/wav.ts'

const speech = decimate(readWav(new URL('../../support/speech.wav', import.meta.url)).samples)
const rms = Math.sqrt(speech.reduce((sum, sample) => sum + sample * sample, 0) / speech.length)

/** The speech in white noise so many dB below it. */
const inNoise = (snrDb: number): Float32Array => {
  const hiss = noise(rms * 10 ** (-snrDb / 20), speech.length)
  return speech.map((sample, index) => sample + (hiss[index] ?? 0))
}

describe('intelligibility', () => {
  it('is 1 of what is the same', () => {
    expect(stoi(speech, speech)).toBeCloseTo(1, 9)
  })

  it('falls with the ratio of speech to noise', () => {
    const scores = [30, 20, 10, 0, -10, -20].map((snrDb) => stoi(speech, inNoise(snrDb)))
    expect(scores.every((score, index) => index === 0 || score < (scores[index - 1] ?? 0) - 0.01)).toBe(true)
    expect(scores[0]).toBeGreaterThan(0.97)
    expect(scores.at(-1)).toBeLessThan(0.45)
  })

  it('does not depend on the level', () => {
    const noisy = inNoise(5)
    const score = stoi(speech, noisy)
    expect(
      stoi(
        speech,
        noisy.map((sample) => 0.1 * sample),
      ),
    ).toBeCloseTo(score, 6)
    expect(
      stoi(
        speech.map((sample) => 3 * sample),
        noisy,
      ),
    ).toBeCloseTo(score, 6)
  })

  it('is little of noise alone, and 0 of silence', () => {
    expect(stoi(speech, noise(rms, speech.length))).toBeLessThan(0.45) // its clipping follows what was said
    expect(stoi(speech, new Float32Array(speech.length))).toBe(0)
  })

  it('suffers from a hole', () => {
    const holed = speech.map((sample, index) => (index % 5_000 < 600 ? 0 : sample))
    expect(stoi(speech, holed)).toBeLessThan(0.9)
  })

  it('looks where the sound was heard, in time', () => {
    const late = new Float32Array(speech.length + 3_000)
    late.set(speech.subarray(0, 40_000), 700)
    late.set(speech.subarray(40_000), 41_500)
    const said = new Said(speech)
    expect(said.intelligibility(late, (at) => at + (at < 40_000 ? 700 : 1_500))).toBeGreaterThan(0.995)
    expect(said.intelligibility(late)).toBeLessThan(0.6)
  })

  it('looks at frames that hold speech alone', () => {
    const paused = new Float32Array(2 * speech.length)
    paused.set(speech)
    expect(new Said(paused).framesAt.every((at) => at < speech.length)).toBe(true)
  })
})
