/** What came, what came twice, what came out of order, what never came. */

import { beforeEach, describe, expect, it } from 'vitest'
import { Arrivals, EXPECTED, NOT_EXPECTED } from '../../bench/load/arrivals.ts'

const WINDOW = { from: 10, to: 15 }
const ALL = Uint8Array.of(EXPECTED, EXPECTED, EXPECTED, EXPECTED, EXPECTED)

let arrivals: Arrivals
beforeEach(() => {
  arrivals = new Arrivals(WINDOW)
})

const take = (speaker: number, ...sequences: number[]): boolean[] =>
  sequences.map((sequence) => arrivals.take({ speaker, sequence }))

const oddities = () => ({ duplicates: arrivals.duplicates, reorderings: arrivals.reorderings })

describe('arrivals', () => {
  it('are fine when all come once and in order', () => {
    expect(take(0, 10, 11, 12, 13, 14)).toEqual([true, true, true, true, true])
    expect([arrivals.losses(0, ALL), oddities()]).toEqual([0, { duplicates: 0, reorderings: 0 }])
  })

  it('count only within the window', () => {
    expect(take(0, 9, 10, 15)).toEqual([false, true, false])
    expect(arrivals.losses(0, ALL)).toBe(4)
  })

  it('are lost when they do not come, the first and the last among them', () => {
    take(0, 11, 13)
    expect(arrivals.losses(0, ALL)).toBe(3)
  })

  it('are not lost when nobody should have received them', () => {
    take(0, 11)
    expect(arrivals.losses(0, Uint8Array.of(NOT_EXPECTED, EXPECTED, NOT_EXPECTED, EXPECTED, NOT_EXPECTED))).toBe(1)
  })

  it('are all lost of a speaker who is never heard', () => {
    expect(arrivals.losses(3, ALL)).toBe(5)
  })

  it('are duplicates from the second time on, wherever they come', () => {
    expect(take(0, 10, 10, 11, 12, 10)).toEqual([true, false, true, true, false])
    expect(oddities()).toEqual({ duplicates: 2, reorderings: 0 })
  })

  it('are out of order behind a later one, each once', () => {
    take(0, 12, 10, 11, 14, 13)
    expect([arrivals.losses(0, ALL), oddities()]).toEqual([0, { duplicates: 0, reorderings: 3 }])
  })

  it('of one speaker say nothing of another', () => {
    take(0, 14)
    take(1, 10, 11)
    expect([oddities(), arrivals.losses(0, ALL), arrivals.losses(1, ALL)]).toEqual([
      { duplicates: 0, reorderings: 0 },
      4,
      3,
    ])
  })
})
