/** Many channels brought to two. */

import { expect, it } from 'vitest'
import { mixedDown } from '../../../src/client/convert/surround.ts'

/** Sound in one of `count` channels. */
const only = (channel: number, count: number) =>
  mixedDown(Array.from({ length: count }, (_, index) => Float32Array.of(index === channel ? 1 : 0)))

const loudness = (channel: number, count: number) => only(channel, count).map(([sample]) => sample ?? 0)

it.each([1, 2])('leaves %d as they are', (count) => {
  expect(loudness(count - 1, count)).toEqual(count === 1 ? [1] : [0, 1])
})

it('hears each of six from where it is', () => {
  const [left = 0, right = 0] = loudness(0, 6)
  expect(left).toBeGreaterThan(0)
  expect(right).toBe(0)
  const [middleLeft, middleRight] = loudness(2, 6)
  expect(middleLeft).toBe(middleRight)
  expect(loudness(3, 6)).toEqual([0, 0])
  expect(loudness(5, 6)[0]).toBe(0)
})

it('is never louder than its channels', () => {
  for (const count of [3, 4, 5, 6, 7, 8]) {
    const all = mixedDown(Array.from({ length: count }, () => Float32Array.of(1)))
    for (const [sample = 0] of all) expect(sample).toBeCloseTo(1, 5)
  }
})
