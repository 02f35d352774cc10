/** The bucket under a clock of its own. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TokenBucket } from '../../src/protocol/token-bucket.ts'

describe('a token bucket', () => {
  it('gives the burst at once, then its rate', () => {
    const bucket = new TokenBucket({ perSecond: 10, burst: 3 }, 0)
    expect([1, 2, 3, 4].map(() => bucket.take(1, 0))).toEqual([true, true, true, false])
    expect(bucket.take(1, 99)).toBe(false)
    expect(bucket.take(1, 100)).toBe(true)
  })

  it('says when there is enough again', () => {
    const bucket = new TokenBucket({ perSecond: 10, burst: 3 }, 0)
    expect(bucket.waitMs(3, 0)).toBe(0)
    bucket.take(3, 0)
    expect(bucket.waitMs(1, 0)).toBe(100)
    expect(bucket.waitMs(3, 50)).toBe(250)
    expect(bucket.take(1, 99)).toBe(false)
    expect(bucket.waitMs(1, 99)).toBe(1)
    expect(bucket.take(1, 100)).toBe(true)
  })

  it('never gives more than burst and rate, however it is asked and however the clock steps', () => {
    const asked = fc.array(
      fc.record({ amount: fc.integer({ min: 1, max: 5 }), atMs: fc.integer({ min: 0, max: 5_000 }) }),
    )
    fc.assert(
      fc.property(asked, (asks) => {
        const bucket = new TokenBucket({ perSecond: 10, burst: 3 }, 0)
        const given = asks.reduce((sum, { amount, atMs }) => sum + (bucket.take(amount, atMs) ? amount : 0), 0)
        const latestMs = Math.max(0, ...asks.map(({ atMs }) => atMs))
        expect(given).toBeLessThanOrEqual(3 + latestMs / 100 + 1e-9)
      }),
    )
  })
})
