/** Tests the measuring itself: a rule that cannot fail proves nothing about what it measures. */

import { expect, it } from 'vitest'
import { likeness, middleOf } from './correlation.ts'
import { readWav } from './wav.ts'

const { samples: speech, sampleRateHz } = readWav(new URL('speech.wav', import.meta.url))
const said = speech.subarray(0, 3 * sampleRateHz)

const delayed = (samples: Float32Array, byMs: number, gain = 1) => {
  const by = (byMs * sampleRateHz) / 1000
  const heard = new Float32Array(samples.length + by + sampleRateHz)
  heard.set(
    samples.map((value) => value * gain),
    by,
  )
  return heard
}

it('finds speech again whole, late and quieter, and tells by how much it is late', () => {
  const { correlation, pieces } = likeness(said, delayed(said, 137, 0.3), sampleRateHz)
  expect(correlation).toBeGreaterThan(0.999)
  for (const { saidAtMs, heardAtMs } of pieces) expect(heardAtMs - saidAtMs).toBe(137)
})

it('does not find other speech', () => {
  const other = speech.subarray(6.5 * sampleRateHz)
  expect(likeness(said, delayed(other, 0), sampleRateHz).correlation).toBeLessThan(0.5)
})

it('does not find silence, nor faint noise', () => {
  const noise = Float32Array.from({ length: said.length }, (_, index) => 1e-4 * Math.sin(index * index))
  expect(likeness(said, new Float32Array(said.length), sampleRateHz).correlation).toBe(0)
  expect(likeness(said, noise, sampleRateHz).correlation).toBeLessThan(0.1)
})

it('notices that every fifth packet of 20 ms is missing', () => {
  const frame = 0.02 * sampleRateHz
  const broken = said.map((value, index) => (Math.floor(index / frame) % 5 === 0 ? 0 : value))
  const heardAs = likeness(said, delayed(broken, 40), sampleRateHz)
  expect(heardAs.correlation).toBeLessThan(0.95)
  expect(middleOf(heardAs)).toBeLessThan(0.95)
})

it('is not led astray by a moment that is missing, where the middle piece counts', () => {
  const heard = delayed(said, 40)
  heard.fill(0, 0.6 * sampleRateHz, 1.3 * sampleRateHz)
  const heardAs = likeness(said, heard, sampleRateHz)
  expect(heardAs.correlation).toBeLessThan(0.95)
  expect(middleOf(heardAs)).toBeGreaterThan(0.99)
})

it('looks at the speech band alone', () => {
  const hum = delayed(said, 20).map((value, index) => value + Math.sin((2 * Math.PI * 50 * index) / sampleRateHz))
  expect(likeness(said, hum, sampleRateHz).correlation).toBeGreaterThan(0.99)
})
