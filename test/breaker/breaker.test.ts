/** A breaker through an outage: what it lets through, and how it finds out that the trouble is over. */

import { expect, it } from 'vitest'
import { Breaker } from '../../src/breaker/breaker.ts'

const SETTINGS = { failures: 3, openMs: 5_000 }

function opened(atMs: number): Breaker {
  const breaker = new Breaker(SETTINGS)
  for (let failure = 0; failure < SETTINGS.failures; failure += 1) breaker.failed(atMs)
  return breaker
}

it('lets everything through while failures are few, or not in a row', () => {
  const breaker = new Breaker(SETTINGS)
  for (let round = 0; round < 10; round += 1) {
    breaker.failed(0)
    breaker.failed(0)
    expect(breaker.ask(0)).toEqual({ granted: true })
    breaker.succeeded()
  }
})

it('opens at the last of a row of failures, and says how long to wait', () => {
  const breaker = opened(1_000)
  expect(breaker.ask(1_000)).toEqual({ granted: false, retryAfterMs: 5_000 })
  expect(breaker.ask(5_999)).toEqual({ granted: false, retryAfterMs: 1 })
})

it('lets one call find out, and all when it succeeds', () => {
  const breaker = opened(0)
  expect(breaker.ask(5_000)).toEqual({ granted: true })
  expect(breaker.ask(5_001).granted).toBe(false)
  breaker.succeeded()
  expect([breaker.ask(5_002), breaker.is]).toEqual([{ granted: true }, 'closed'])
})

it('opens anew at once when that one fails', () => {
  const breaker = opened(0)
  breaker.ask(5_000)
  breaker.failed(5_100)
  expect(breaker.ask(10_099)).toEqual({ granted: false, retryAfterMs: 1 })
  expect(breaker.ask(10_100)).toEqual({ granted: true })
})

it('is not kept open by calls that began before and fail late', () => {
  const breaker = opened(0)
  breaker.failed(4_999)
  expect(breaker.ask(5_000)).toEqual({ granted: true })
})

it('lets another find out when the first never says how it went', () => {
  const breaker = opened(0)
  breaker.ask(5_000)
  expect(breaker.ask(9_999).granted).toBe(false)
  expect(breaker.ask(10_000)).toEqual({ granted: true })
})
