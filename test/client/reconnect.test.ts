/** When to come back: docs/protocol.md, R3. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { reconnectDelayMs } from '../../src/client/reconnect.ts'

const ALMOST_ONE = 1 - Number.EPSILON
const longest = (attempt: number, lostForMs: number) => Math.round(reconnectDelayMs(attempt, lostForMs, ALMOST_ONE))

it('[R3] is within 100 ms first, then within 250 · 2ⁿ ms, up to 2 s', () => {
  expect([0, 1, 2, 3, 4].map((attempt) => longest(attempt, 0))).toEqual([100, 500, 1000, 2000, 2000])
})

it('[R3] is within 10 s after the first minute', () => {
  expect(longest(9, 59_999)).toBe(2_000)
  expect(longest(9, 60_000)).toBe(10_000)
})

it('[R3] is any time up to the bound, so that those who were dropped together do not come back together', () => {
  expect(reconnectDelayMs(3, 0, 0)).toBe(0)
  expect(reconnectDelayMs(3, 0, 0.5)).toBe(1_000)
})

it('is never negative and never longer than 10 s, after however many attempts', () => {
  const random = fc.double({ min: 0, max: ALMOST_ONE, noNaN: true })
  fc.assert(
    fc.property(fc.nat(), fc.nat(), random, (attempt, lostForMs, value) => {
      const delayMs = reconnectDelayMs(attempt, lostForMs, value)
      expect(delayMs).toBeGreaterThanOrEqual(0)
      expect(delayMs).toBeLessThanOrEqual(10_000)
    }),
  )
})
