/** A context that says it runs, and whether it does. Looks come once a second. */

import { expect, it } from 'vitest'
import { ContextClock } from '../../src/client/context-clock.ts'

it('stands when its time does, for a second', () => {
  const clock = new ContextClock()
  expect(clock.stands(5, 10_000)).toBe(false)
  expect(clock.stands(5, 10_999)).toBe(false)
  expect(clock.stands(5, 11_000)).toBe(true)
  expect(clock.stands(5.1, 12_000)).toBe(false)
})

it('does not stand because page and context slept', () => {
  const clock = new ContextClock()
  clock.stands(5, 10_000)
  expect(clock.stands(5, 70_000)).toBe(false)
  expect(clock.stands(5, 71_000)).toBe(true)
})
