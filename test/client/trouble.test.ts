/** A stall: everything waits, then comes at once, in its order. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Stall } from '../../src/client/trouble.ts'

let stall: Stall
let happened: string[]
beforeEach(() => {
  vi.useFakeTimers()
  stall = new Stall()
  happened = []
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (what: string) => stall.pass(() => happened.push(what))

it('holds nothing back before it begins', () => {
  pass('a')
  expect(happened).toEqual(['a'])
})

it('holds everything back while it lasts', () => {
  stall.begin(5_000)
  pass('a')
  vi.advanceTimersByTime(4_999)
  pass('b')
  expect(happened).toEqual([])
  vi.advanceTimersByTime(1)
  expect(happened).toEqual(['a', 'b'])
  pass('c')
  expect(happened).toEqual(['a', 'b', 'c'])
})

it('is not made longer by another one within it', () => {
  stall.begin(1_000)
  vi.advanceTimersByTime(500)
  stall.begin(5_000)
  pass('a')
  vi.advanceTimersByTime(500)
  expect(happened).toEqual(['a'])
})

it('what follows from what was held back happens with it', () => {
  stall.begin(1_000)
  stall.pass(() => {
    happened.push('a')
    pass('at once')
  })
  pass('b')
  vi.advanceTimersByTime(1_000)
  expect(happened).toEqual(['a', 'at once', 'b'])
})
