/** The ladder of ways to send. */

import { expect, it } from 'vitest'
import { FIRST_STEP, SEND_LADDER, wireRate } from '../../src/audio/send-ladder.ts'

it('asks more of the line with every step', () => {
  const rates = SEND_LADDER.map(wireRate)
  expect(rates).toEqual(rates.toSorted((a, b) => a - b))
})

it('goes from 12 to 64 kb/s, and begins at 32', () => {
  expect(SEND_LADDER.at(0)?.bitrate).toBe(12_000)
  expect(SEND_LADDER.at(-1)?.bitrate).toBe(64_000)
  expect(SEND_LADDER[FIRST_STEP]).toEqual({ bitrate: 32_000, messageMs: 20 })
})

it('counts what headers cost: at 24 kb/s more than half of what messages of one packet are', () => {
  expect(wireRate({ bitrate: 24_000, messageMs: 20 })).toBe(24_000 + 92 * 8 * 50)
  expect(wireRate({ bitrate: 24_000, messageMs: 60 })).toBeCloseTo(24_000 + (112 * 8 * 1_000) / 60)
})
