/** What a lower rate has no room for must not come back as another tone: how much of it does, in dB, for each rate that devices have. */

import { expect, it } from 'vitest'
import { Resampler } from '../../src/audio/resampler.ts'
import { sine } from '../support/tone.ts'

const SECONDS = 0.1
/** Of the new rate's half: from here on nothing may pass; between 0.92 and this the filter slopes. */
const STOP_FROM = 1.08
const ALLOWED_DB = -70

const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)

/** How loud a tone above the new rate's half is behind the change, against before. */
function passedDb(hertz: number, fromHz: number, toHz: number): number {
  const tone = sine(hertz, 0.5, SECONDS * fromHz, fromHz)
  const out = new Resampler(fromHz, toHz).push(tone)
  return 20 * Math.log10(rms(out.subarray(out.length / 5, (out.length * 4) / 5)) / rms(tone))
}

it.each([
  [96_000, 48_000],
  [48_000, 16_000],
  [48_000, 8_000],
])('from %i to %i Hz', (fromHz, toHz) => {
  const tones: number[] = []
  for (let hertz = STOP_FROM * (toHz / 2); hertz < 0.99 * (fromHz / 2); hertz += fromHz / 40) tones.push(hertz)
  const worst = Math.max(...tones.map((hertz) => passedDb(hertz, fromHz, toHz)))
  console.log(`Aliasing from ${fromHz} to ${toHz} Hz: ${worst.toFixed(1)} dB at most, of ${tones.length} tones`)
  expect(worst).toBeLessThan(ALLOWED_DB)
})

/** Upwards nothing folds, but each tone has an image above the old rate's half. */
it.each([
  [16_000, 48_000],
  [44_100, 48_000],
])('from %i to %i Hz there is no image', (fromHz, toHz) => {
  const hertz = 0.4 * fromHz
  const tone = sine(hertz, 0.5, SECONDS * fromHz, fromHz)
  const out = new Resampler(fromHz, toHz).push(tone)
  const middle = out.slice(out.length / 5, (out.length * 4) / 5)
  let [cosine, quadrature] = [0, 0]
  middle.forEach((sample, at) => {
    cosine += (2 / middle.length) * sample * Math.cos((2 * Math.PI * hertz * at) / toHz)
    quadrature += (2 / middle.length) * sample * Math.sin((2 * Math.PI * hertz * at) / toHz)
  })
  const rest = middle.map((sample, at) => {
    const angle = (2 * Math.PI * hertz * at) / toHz
    return sample - cosine * Math.cos(angle) - quadrature * Math.sin(angle)
  })
  const imageDb = 20 * Math.log10(rms(rest) / rms(middle))
  console.log(`All but the tone from ${fromHz} to ${toHz} Hz: ${imageDb.toFixed(1)} dB`)
  expect(imageDb).toBeLessThan(-60)
})
