/** The step from 48 to 10 kHz: nothing below 4 kHz changes, nothing above 5.7 kHz comes back as something else. */

import { expect, it } from 'vitest'
import { decimate } from '../../../bench/voice/decimate.ts'
import { sine } from '../../support/tone.ts'

/** Away from the ends, where half of the filter meets nothing. */
const middle = (samples: Float32Array): Float32Array => samples.subarray(100, -100)

it.each([150, 1_000, 4_000])('keeps %i Hz as it is, at the same time', (hertz) => {
  const low = decimate(sine(hertz, 0.5, 48_000))
  expect(low.length).toBe(10_000)
  const wanted = sine(hertz, 0.5, 10_000, 10_000)
  const worst = middle(low.map((sample, index) => Math.abs(sample - (wanted[index] ?? 0))))
  expect(Math.max(...worst)).toBeLessThan(0.005)
})

it.each([6_000, 9_000, 15_000])('lets nothing of %i Hz through', (hertz) => {
  expect(Math.max(...middle(decimate(sine(hertz, 0.5, 48_000))))).toBeLessThan(0.01)
})
