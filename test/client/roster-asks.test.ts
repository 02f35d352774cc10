/** [C28] How fast pages are asked for. */

import { beforeEach, expect, it } from 'vitest'
import { RosterAsks } from '../../src/client/roster-asks.ts'
import { CONTROL_MESSAGES } from '../../src/protocol/limits.ts'
import { TokenBucket } from '../../src/protocol/token-bucket.ts'

let asks: RosterAsks
beforeEach(() => {
  asks = new RosterAsks()
})

it('are asked at once as a rule, one behind the other', () => {
  asks.opened()
  asks.add(0)
  expect(asks.due(100)).toEqual([0])
  expect(asks.due(100)).toEqual([])
  asks.answered()
  asks.add(112)
  expect(asks.due(130)).toEqual([112])
})

it('of a very large hall at no more than the room takes, with half of its patience to spare', () => {
  asks.opened()
  const room = new TokenBucket({ perSecond: CONTROL_MESSAGES.perSecond / 2, burst: CONTROL_MESSAGES.burst / 2 }, 0)
  let asked = 0
  for (let nowMs = 0; nowMs < 30_000; nowMs += 20) {
    asks.answered()
    asks.add(asked)
    for (const _ of asks.due(nowMs)) {
      asked += 1
      expect(room.take(5, nowMs)).toBe(true)
    }
  }
  expect(asked).toBe(10 + 30_000 / 500 - 1)
})

it('wait while there is no line, and leave again on the next', () => {
  asks.add(0)
  expect(asks.nextDeadlineMs()).toBeUndefined()
  asks.opened()
  asks.add(7)
  expect(asks.due(0)).toEqual([0, 7])
  asks.answered()
  asks.lost()
  expect(asks.nextDeadlineMs()).toBeUndefined()
  expect(asks.due(1_000)).toEqual([])
  asks.opened()
  expect(asks.due(1_000)).toEqual([7])
})

it('have a deadline when they must wait', () => {
  asks.opened()
  for (let after = 0; after < 12; after += 1) asks.add(after)
  expect(asks.due(0).length).toBe(10)
  expect(asks.nextDeadlineMs()).toBe(500)
  expect(asks.due(500)).toEqual([10])
})
