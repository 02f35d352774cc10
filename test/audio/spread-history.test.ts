/** How long to wait, from how uneven the last half-seconds were. */

import { describe, expect, it } from 'vitest'
import { SpreadHistory } from '../../src/audio/spread-history.ts'

function historyOf(...spreadsMs: number[]): SpreadHistory {
  const history = new SpreadHistory(300)
  for (const spreadMs of spreadsMs) history.push(spreadMs)
  return history
}

/** A minute in which every `every`th half-second has a packet that is 100 ms late, and the others one of 10 ms. */
const minute = (every: number) =>
  historyOf(...Array.from({ length: 120 }, (_, index) => (index % every === every - 1 ? 100 : 10)))

describe('a share of the windows', () => {
  it('is above what it answers, and no more', () => {
    expect(minute(10).exceededBy(0.05)).toBe(100)
    expect(minute(24).exceededBy(0.05)).toBe(10)
  })

  it('does not take two bad moments for a rule', () => {
    expect(historyOf(100, 100).exceededBy(0.05)).toBe(0)
    expect(historyOf(100, 100, 100).exceededBy(0.05)).toBe(100)
  })

  it('has no part in what no delay would have helped', () => {
    expect(historyOf(100, 400, 100, 400, 100, 400).exceededBy(0.05)).toBe(100)
  })

  it('is of the last minute', () => {
    const history = minute(2)
    for (let window = 0; window < 115; window += 1) history.push(10)
    expect(history.exceededBy(0.05)).toBe(10)
  })
})

describe('what has just happened', () => {
  it('three times counts, twice does not', () => {
    expect(historyOf(5, 90, 5, 80, 5, 5).recent(5)).toBe(5)
    expect(historyOf(5, 90, 5, 80, 5, 5).recent(70)).toBe(70)
  })

  it('more than three seconds ago does not', () => {
    expect(historyOf(90, 90, 90, 5, 5, 5).recent(5)).toBe(90)
    expect(historyOf(90, 90, 90, 5, 5, 5, 5).recent(5)).toBe(5)
  })
})

describe('what turns out to have been another route', () => {
  it('is taken back from the last windows', () => {
    const history = historyOf(50, 200, 205, 190)
    history.reduce(3, 200)
    expect(history.recent(0)).toBe(0)
    expect(history.recent(205)).toBe(5)
  })
})
