/** The ladder of ways to send. */

import { expect, it } from 'vitest'
import { FIRST_STEP, MUSIC_LADDER, SEND_LADDER, SEND_LADDERS, wireRate } from '../../src/audio/send-ladder.ts'

it.each(Object.entries(SEND_LADDERS))('asks more of the line with every step, for %s', (_, { steps }) => {
  const rates = steps.map(wireRate)
  expect(rates).toEqual(rates.toSorted((a, b) => a - b))
})

it('goes from 12 to 64 kb/s, and begins at 32', () => {
  expect(SEND_LADDER.at(0)?.bitrate).toBe(12_000)
  expect(SEND_LADDER.at(-1)?.bitrate).toBe(64_000)
  expect(SEND_LADDER[FIRST_STEP]).toEqual({ bitrate: 32_000, messageMs: 20 })
})

it('sends music at 96 kb/s from the first moment, and no other way above that', () => {
  const { steps, first } = SEND_LADDERS.music
  expect(steps[first]).toEqual({ bitrate: 96_000, messageMs: 20 })
  expect(steps).toBe(MUSIC_LADDER)
  expect(first).toBe(steps.length - 1)
})

it('counts what headers cost: at 24 kb/s more than half of what messages of one packet are', () => {
  expect(wireRate({ bitrate: 24_000, messageMs: 20 })).toBe(24_000 + 92 * 8 * 50)
  expect(wireRate({ bitrate: 24_000, messageMs: 60 })).toBeCloseTo(24_000 + (112 * 8 * 1_000) / 60)
})
