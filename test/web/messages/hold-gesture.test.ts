/** A thumb on the record button: what sliding and letting go mean. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CANCEL_AT_PX,
  LOCK_AT_PX,
  letGo,
  pullOf,
  SHORTEST_MS,
  slidTo,
  TAP_MS,
} from '../../../web/room/messages/hold-gesture.ts'

describe('sliding', () => {
  it('aside throws away, and a little aside does not', () => {
    expect(slidTo(pullOf(CANCEL_AT_PX, 0))).toBe('cancelled')
    expect(slidTo(pullOf(CANCEL_AT_PX - 1, 0))).toBeUndefined()
  })

  it('up sets the thumb free, and a little up does not', () => {
    expect(slidTo(pullOf(0, LOCK_AT_PX))).toBe('locked')
    expect(slidTo(pullOf(0, LOCK_AT_PX - 1))).toBeUndefined()
  })

  it('the other way, right or down, is nothing', () => {
    expect(pullOf(-CANCEL_AT_PX, -LOCK_AT_PX)).toEqual({ cancel: 0, lock: 0 })
  })

  it('goes one way at a time, the one that leads', () => {
    expect(pullOf(60, 66)).toEqual({ cancel: 0, lock: 0.75 })
    expect(pullOf(90, 22)).toEqual({ cancel: 0.75, lock: 0 })
  })

  it('is within 0 and 1, wherever the thumb is', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -2000, max: 2000 }), (left, up) => {
        const { cancel, lock } = pullOf(left, up)
        for (const share of [cancel, lock]) expect(share >= 0 && share <= 1).toBe(true)
        expect(cancel * lock).toBe(0)
      }),
    )
  })
})

it('takes a short press for a tap, which goes on by itself, and a longer one for a message', () => {
  expect(letGo(TAP_MS - 1, 0)).toBe('lock')
  expect(letGo(SHORTEST_MS, SHORTEST_MS)).toBe('send')
})

it('takes for a slip what is longer than a tap and brought less than a second, however long the microphone took', () => {
  expect(letGo(TAP_MS, 0)).toBe('too-short')
  expect(letGo(SHORTEST_MS - 1, SHORTEST_MS - 1)).toBe('too-short')
  expect(letGo(10 * SHORTEST_MS, SHORTEST_MS - 1)).toBe('too-short')
})
