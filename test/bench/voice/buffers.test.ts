/** The playout delays that are compared. */

import { expect, it } from 'vitest'
import { BUFFERS, newDelay, RttRule } from '../../../bench/voice/buffers.ts'
import { link } from './links.ts'

it('has one for each name, and says which there are', () => {
  for (const name of BUFFERS) expect(newDelay(name, link([10])).targetMs).toBeGreaterThan(0)
  expect(newDelay('fixed-150', link([10])).targetMs).toBe(150)
  expect(() => newDelay('fixed', link([10]))).toThrow('rtt-rule')
})

it('waits 0.8 round trips and three times the jitter by the rule', () => {
  const rule = new RttRule(100)
  expect(rule.targetMs).toBe(80)
  // Arrivals that stray by 16 ms to and fro: RFC 3550's jitter comes to the mean difference.
  for (let index = 0; index < 400; index += 1) rule.arrived(100 + 2 * index, 1_000 + 20 * index + (index % 2) * 16)
  expect(rule.targetMs).toBeCloseTo(80 + 3 * 16, 0)
})
