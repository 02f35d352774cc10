/** Percentiles out of counters. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Histogram } from '../../bench/load/histogram.ts'
import { percentile } from '../../bench/statistics.ts'

const of = (valuesMs: readonly number[]): Histogram => {
  const histogram = new Histogram()
  for (const ms of valuesMs) histogram.add(ms)
  return histogram
}

it('is exact to the microsecond below a quarter of a millisecond', () => {
  const histogram = of([0.001, 0.002, 0.1, 0.255])
  expect([0.25, 0.5, 0.75, 1].map((share) => histogram.percentileMs(share))).toEqual([0.001, 0.002, 0.1, 0.255])
})

it('has percentiles within 0.5 % of the exact ones, over all that can be waited', () => {
  const values = fc.array(fc.double({ min: 0.3, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(values, fc.constantFrom(0.01, 0.5, 0.95, 0.99, 1), (valuesMs, share) => {
      const exact = percentile(valuesMs, share)
      expect(Math.abs(of(valuesMs).percentileMs(share) - exact)).toBeLessThanOrEqual(exact * 0.005)
    }),
  )
})

it('keeps the exact maximum, and no percentile is above it', () => {
  const histogram = of([10, 20.0123])
  expect([histogram.maxMs, histogram.percentileMs(1)]).toEqual([20.0123, 20.0123])
})

it('counts what is below nothing or beyond all bounds, rather than losing it', () => {
  const histogram = of([-1, 1e12])
  expect([histogram.count, histogram.percentileMs(0.5)]).toEqual([2, 0])
  expect(histogram.percentileMs(1)).toBeGreaterThan(2_000_000)
})

it('of nothing has no percentile', () => {
  expect(of([]).percentileMs(0.5)).toBeNaN()
})

it('is, merged with another, as if all had been added to one; also behind a structured clone', () => {
  const [some, others] = [
    [1, 5, 900],
    [0.2, 77, 12_000],
  ]
  const merged = of(some)
  merged.merge(new Histogram(structuredClone(of(others).data())))
  expect(merged.data()).toEqual(of([...some, ...others]).data())
})
