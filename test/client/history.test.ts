/** A client's copy of the log: whole, in order, each entry once. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EarshotError } from '../../src/client/errors.ts'
import { History, type HistoryEvent } from '../../src/client/history.ts'
import type { ReadEntry } from '../../src/protocol/room-message.ts'
import { text } from '../support/room-words.ts'

const texts = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => text(from + index))
const numbers = (events: HistoryEvent[]) =>
  events.flatMap((event) => (event.type === 'older-failed' ? [] : event.entries.map(({ number }) => number)))
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

/** The page that a server would answer with. */
const page = (log: readonly ReadEntry[], before: number, limit: number) =>
  log.filter(({ number }) => number < before).slice(-limit)

describe('joining', () => {
  it('takes the replay, which says nothing new, and then what happens', () => {
    const history = new History()
    history.welcomed(3)
    expect(history.take(texts(1, 3))).toMatchObject([{ liveAfter: 3, hasOlder: false }])
    expect(history.take([text(4)])).toMatchObject([{ entries: [{ number: 4 }], liveAfter: 3 }])
    expect(history.last).toBe(4)
  })

  it('a long log leaves older entries to ask for', () => {
    const history = new History()
    expect(history.welcomed(250)).toMatchObject([{ hasOlder: true }])
    history.take(texts(151, 250))
    expect(history.older()).toEqual({ purpose: 'older', before: 151, limit: 100 })
    expect(history.fetched('older', texts(51, 150))).toMatchObject([{ type: 'older', hasOlder: true }])
    expect(history.older()).toMatchObject({ before: 51 })
    expect(history.fetched('older', texts(1, 50))).toMatchObject([{ hasOlder: false }])
  })

  it('an older page that comes twice goes in once', () => {
    const history = new History()
    history.welcomed(250)
    history.take(texts(151, 250))
    history.fetched('older', texts(51, 150))
    expect(history.fetched('older', texts(51, 150))).toMatchObject([{ entries: [] }])
  })
})

describe('[C19]', () => {
  it('an entry that comes twice is taken once', () => {
    const history = new History()
    history.welcomed(0)
    expect(numbers(history.take([text(1), text(1)]))).toEqual([1])
    expect(numbers(history.take([text(1), text(2)]))).toEqual([2])
  })

  it('a gap is fetched, and what is behind it waits', () => {
    const history = new History()
    history.welcomed(0)
    history.take([text(1)])
    expect(history.take([text(5)])).toEqual([])
    expect(history.wanted()).toEqual({ purpose: 'gap', before: 5, limit: 3 })
    expect(history.wanted()).toBeUndefined() // one is under way
    expect(numbers(history.fetched('gap', texts(2, 4)))).toEqual([2, 3, 4, 5])
    expect(history.wanted()).toBeUndefined()
  })

  it('a page that fails is asked for again 2 s later', () => {
    const history = new History()
    history.welcomed(0)
    history.take([text(3)])
    history.wanted()
    history.fetchFailed('gap', new EarshotError('unreachable'), 1_000)
    expect(history.wanted()).toBeUndefined()
    expect(history.nextDeadlineMs()).toBe(3_000)
    history.tick(3_000)
    expect(history.wanted()).toEqual({ purpose: 'gap', before: 3, limit: 2 })
  })

  it('a page that fails is asked for again no sooner than the server says', () => {
    const history = new History()
    history.fetchFailed('gap', new EarshotError('too-fast', { retryAfterMs: 60_000 }), 1_000)
    expect(history.nextDeadlineMs()).toBe(61_000)
  })

  it('a page that is still under way when the line comes back is asked for anew', () => {
    const history = new History()
    history.welcomed(0)
    history.take([text(3)])
    history.wanted()
    history.welcomed(3)
    expect(history.wanted()).toEqual({ purpose: 'gap', before: 3, limit: 2 })
    expect(history.wanted()).toBeUndefined()
    expect(numbers(history.fetched('gap', texts(1, 2)))).toEqual([1, 2, 3])
    expect(numbers(history.fetched('gap', texts(1, 2)))).toEqual([])
  })

  it('a page that failed does not wait for its time when the line comes back', () => {
    const history = new History()
    history.welcomed(0)
    history.take([text(3)])
    history.wanted()
    history.fetchFailed('gap', new EarshotError('unreachable'), 1_000)
    history.welcomed(3)
    expect(history.nextDeadlineMs()).toBeUndefined()
    expect(history.wanted()).toEqual({ purpose: 'gap', before: 3, limit: 2 })
  })

  it('a replay that does not reach back to what a client has leaves a gap of any size, closed page by page', () => {
    const log = texts(1, 450)
    const history = new History()
    history.welcomed(10)
    const seen = numbers(history.take(log.slice(0, 10)))
    history.welcomed(450)
    seen.push(...numbers(history.take(log.slice(350))))
    for (let wanted = history.wanted(); wanted !== undefined; wanted = history.wanted()) {
      seen.push(...numbers(history.fetched('gap', page(log, wanted.before, wanted.limit))))
    }
    expect(seen).toEqual(upTo(450))
  })

  it('[C18] an entry of an unknown kind is counted, not shown', () => {
    const history = new History()
    history.welcomed(0)
    expect(numbers(history.take([text(1), { kind: 'unknown', number: 2, atMs: 2 }, text(3)]))).toEqual([1, 3])
    expect(history.last).toBe(3)
  })

  it('whatever is doubled, disordered and lost on the way: all entries, in order, once', () => {
    const arrivals = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 120 })
    fc.assert(
      fc.property(arrivals, (order) => {
        const log = texts(1, 60)
        const history = new History()
        history.welcomed(0)
        const seen = order.flatMap((number) => numbers(history.take([text(number)])))
        for (let wanted = history.wanted(); wanted !== undefined; wanted = history.wanted()) {
          seen.push(...numbers(history.fetched('gap', page(log, wanted.before, wanted.limit))))
        }
        expect(seen).toEqual(upTo(Math.max(0, ...order)))
      }),
    )
  })
})
