/** Tests that chirps are found where they are, and only there. */

import { expect, it } from 'vitest'
import { chirpTrain, findChirps } from './chirps.ts'

const RATE_HZ = 48_000

it('finds every chirp of a delayed and noisy train within a tenth of a millisecond', () => {
  const delay = Math.round(0.0833 * RATE_HZ)
  const train = chirpTrain(RATE_HZ, 500, 5000)
  const heard = new Float32Array(train.length + 2 * RATE_HZ).map(
    (_, index) => (train[index - delay] ?? 0) * 0.4 + 0.02 * Math.sin(index * index * 0.37),
  )
  const found = findChirps(heard, RATE_HZ, 500)
  expect(found).toHaveLength(10)
  found.forEach((at, index) => {
    expect(Math.abs(at - delay - (index * RATE_HZ) / 2)).toBeLessThan(RATE_HZ / 10_000)
  })
})

it('finds none in silence and none in a steady tone', () => {
  expect(findChirps(new Float32Array(RATE_HZ), RATE_HZ, 500)).toEqual([])
  const tone = Float32Array.from({ length: RATE_HZ }, (_, index) => Math.sin(index / 8))
  expect(findChirps(tone, RATE_HZ, 500)).toEqual([])
})
