/** Loudness as the wire says it: RFC 6464. */

import { describe, expect, it } from 'vitest'
import { isClipped, levelOf } from '../../src/audio/level.ts'
import { sine } from '../support/tone.ts'

it.each([
  ['a full-scale square wave', Float32Array.from({ length: 960 }, (_, index) => (index % 2 === 0 ? 1 : -1)), 0],
  ['a full-scale sine, 3 dB below', sine(1000, 1, 960), 3],
  ['a sine of a tenth of that', sine(1000, 0.1, 960), 23],
  ['a sine of a hundredth', sine(1000, 0.01, 960), 43],
  ['digital silence', new Float32Array(960), 127],
  ['less than the scale can say', sine(1000, 1e-9, 960), 127],
  ['more than full scale', new Float32Array(960).fill(4), 0],
  ['nothing at all', new Float32Array(0), 127],
  ['what is not a number', new Float32Array(960).fill(Number.NaN), 127],
])('%s', (_, samples, level) => {
  expect(levelOf(samples)).toBe(level)
})

describe('a clipped frame', () => {
  const frame = (loud: number, count: number) =>
    Float32Array.from({ length: 960 }, (_, at) => (at < count ? loud : 0.3))

  it('has several samples at full scale, up or down', () => {
    expect(isClipped(frame(1, 4))).toBe(true)
    expect(isClipped(frame(-1, 4))).toBe(true)
  })

  it('is none that only comes near, or touches it once', () => {
    expect(isClipped(frame(0.98, 100))).toBe(false)
    expect(isClipped(frame(1, 3))).toBe(false)
  })
})
