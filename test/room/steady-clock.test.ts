/** A clock that never steps back, whatever is done to the system's. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SteadyClock } from '../../src/room/steady-clock.ts'

it('is the system’s as long as that runs on', () => {
  const clock = new SteadyClock()
  expect([1_000, 1_020, 5_000].map((ms) => clock.read(ms))).toEqual([1_000, 1_020, 5_000])
})

it('goes on from where it was when the system’s is set back, and so do moments noted before and after', () => {
  const clock = new SteadyClock()
  clock.read(100_000)
  expect(clock.read(90_000)).toBe(100_000)
  expect(clock.read(90_500)).toBe(100_500)
  expect(clock.at(90_400)).toBe(100_400)
})

it('never steps back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e9 })), (readings) => {
      const clock = new SteadyClock()
      const times = readings.map((ms) => clock.read(ms))
      expect(times).toEqual(times.toSorted((a, b) => a - b))
    }),
  )
})
