/** Who speaks, who is away, and who is looked at closely. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cast, spread } from '../../bench/load/cast.ts'

const seats = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

describe('a spread', () => {
  it('is everybody when there are no more than asked for', () => {
    expect(spread(seats(3), 3)).toEqual([0, 1, 2])
    expect(spread(seats(3), 20)).toEqual([0, 1, 2])
  })

  it('reaches evenly from the first to the last', () => {
    expect(spread(seats(100), 4)).toEqual([12, 37, 62, 87])
  })

  it('never has one twice, nor more than asked for', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(60), (all, count) => {
        const some = spread(seats(all), count)
        expect([some.length, new Set(some).size]).toEqual([Math.min(all, count), Math.min(all, count)])
      }),
    )
  })
})

describe('a cast', () => {
  it('lets the first speak, and takes nobody of them away', () => {
    const { speakers, stalled, dropped, steady } = cast(seats(12), { speakers: 3, stall: 2, drop: 3 })
    expect([speakers, stalled.length, dropped.length, steady.length]).toEqual([[0, 1, 2], 2, 3, 7])
    expect(steady).toEqual(expect.arrayContaining(speakers))
  })

  it('gives everybody one part: stalled, dropped or steady', () => {
    const { stalled, dropped, steady } = cast(seats(30), { speakers: 2, stall: 5, drop: 7 })
    expect([...stalled, ...dropped, ...steady].sort((a, b) => a - b)).toEqual(seats(30))
  })

  it('looks closely at all steady ones of a few, and at twenty of many', () => {
    expect(cast(seats(20), { speakers: 2, stall: 1, drop: 0 }).sample).toHaveLength(19)
    const { sample, stalled, dropped } = cast(seats(500), { speakers: 2, stall: 50, drop: 50 })
    expect(sample).toHaveLength(20)
    expect(sample.filter((seat) => stalled.includes(seat) || dropped.includes(seat))).toEqual([])
  })

  it('says so when too few listeners are in to take so many away', () => {
    expect(() => cast(seats(4), { speakers: 2, stall: 2, drop: 1 })).toThrow('Only 2 listeners')
  })
})
