/** What one person may ask of an Archive. */

import { expect, it } from 'vitest'
import { PersonalLimits } from '../../src/archive/personal-limits.ts'
import { PERSONAL_RATES } from '../../src/protocol/limits.ts'

const { burst, perSecond } = PERSONAL_RATES.join

it('grants a burst, then says how long to wait, and grants again then', () => {
  const limits = new PersonalLimits()
  for (let count = 0; count < burst; count += 1) expect(limits.take('join', 'ada', 0)).toBe(0)
  const waitMs = limits.take('join', 'ada', 0)
  expect(waitMs).toBe(1_000 / perSecond)
  expect(limits.take('join', 'ada', waitMs - 1)).toBe(1)
  expect(limits.take('join', 'ada', waitMs)).toBe(0)
})

it('counts each person and each kind of request by itself', () => {
  const limits = new PersonalLimits()
  for (let count = 0; count <= burst; count += 1) limits.take('join', 'ada', 0)
  expect(limits.take('join', 'bob', 0)).toBe(0)
  expect(limits.take('talk', 'ada', 0)).toBe(0)
})

it('forgets whoever has not asked for longest, and nobody else, when there are too many', () => {
  const limits = new PersonalLimits()
  for (let count = 0; count < burst; count += 1) limits.take('join', 'old', 0)
  for (let count = 0; count < burst; count += 1) limits.take('join', 'ada', 0)
  for (let other = 0; other < 8_191; other += 1) limits.take('join', `other-${other}`, 0)
  expect(limits.take('join', 'ada', 0)).toBeGreaterThan(0)
  expect(limits.take('join', 'old', 0)).toBe(0)
})
