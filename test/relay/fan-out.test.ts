/** Who hears whom, and how soon: halls of every size under a virtual clock. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FanOut } from '../../src/relay/fan-out.ts'
import { Hall, type Heard } from './hall.ts'

const people = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

function hallOf(members: number, options: { timerLateMs?: number } = {}): Hall {
  const hall = new Hall(options)
  hall.enter(...people(members))
  return hall
}

/** What a listener heard that nobody should: themselves, or a message twice, out of order or behind a gap. */
function faultsOf(listener: number, heard: readonly Heard[]): string[] {
  const next = new Map<number, number>()
  return heard.flatMap(({ speaker, number }) => {
    const expected = next.get(speaker) ?? number
    next.set(speaker, number + 1)
    if (speaker === listener) return [`${listener} heard themselves`]
    return number === expected ? [] : [`${listener} heard ${number} of ${speaker}, not ${expected}`]
  })
}

/** Everybody should have heard all of `speakers` during `ms`, one message each 20 ms, but nothing of themselves. */
function expectAllDelivered(hall: Hall, speakers: number, ms: number, tailMs: number): void {
  const least = (ms - tailMs) / 20 - 1
  const faults = [...hall.heard].flatMap(([listener, heard]) => {
    const counts = new Array<number>(speakers).fill(0)
    for (const { speaker } of heard) counts[speaker] = (counts[speaker] ?? 0) + 1
    const missed = counts.flatMap((count, speaker) =>
      speaker !== listener && count < least ? [`${listener} heard ${count} messages of ${speaker}`] : [],
    )
    return [...faultsOf(listener, heard), ...missed]
  })
  expect(faults).toEqual([])
}

describe('a small room', () => {
  it('[W13] sends at once, the very same bytes, to everybody but the sender', () => {
    const bytes = new Uint8Array([1, 2, 3])
    const sent: [string, Uint8Array][] = []
    const fanOut = new FanOut<string>((listener, message) => void sent.push([listener, message]))
    for (const listener of ['a', 'b', 'c', 'b']) fanOut.add(listener)
    fanOut.forward('b', bytes, 0)
    expect(sent).toEqual([
      ['a', bytes],
      ['c', bytes],
    ])
    expect(sent.every(([, message]) => message === bytes)).toBe(true)
    expect(fanOut.nextDeadlineMs()).toBeUndefined()
  })

  it.each([
    [10, 2],
    [50, 5],
    [150, 4],
  ])('of %i with %i speaking waits for no turn', (members, speaking) => {
    const hall = hallOf(members)
    hall.talk(people(speaking), 3_000)
    expect(hall.longestDelayMs()).toBe(0)
    expectAllDelivered(hall, speaking, 3_000, 0)
  })
})

describe('a hall', () => {
  it.each([
    [200, 4, 14],
    [200, 16, 20],
    [1_000, 16, 60],
    [2_000, 4, 60],
  ])('of %i with %i speaking hears everything, in order, within %i ms', (members, speaking, withinMs) => {
    const hall = hallOf(members)
    hall.talk(people(speaking), 1_000)
    hall.settle()
    hall.talk(people(speaking), 400)
    hall.talk([], 100)
    expectAllDelivered(hall, speaking, 400, 60)
    expect(hall.longestDelayMs()).toBeLessThanOrEqual(withinMs + 4)
  })

  it('in which a crowd begins to talk at once is served in turns from the first frame', () => {
    const hall = hallOf(1_000)
    hall.talk(people(16), 100)
    expect(hall.sends).toBeLessThan(10_000) // at once it would be 80 messages to 999 listeners
  })

  it('costs its object no more than 70 % of its time', () => {
    const hall = hallOf(1_000)
    hall.talk(people(16), 1_500)
    hall.settle()
    hall.talk(people(16), 1_000)
    const busy = (hall.sends * 15 + hall.bytesSent * 0.003 + hall.arrivals * 60) / 1e6
    expect(busy).toBeLessThan(0.75)
    expect(busy).toBeGreaterThan(0.4)
  })

  it('is served at longer ticks by a machine whose timers come late', () => {
    const [swift, slow] = [hallOf(1_000), hallOf(1_000, { timerLateMs: 15 })]
    for (const hall of [swift, slow]) {
      hall.talk(people(16), 1_500)
      hall.settle()
      hall.talk(people(16), 500)
    }
    expect(slow.sends).toBeLessThan(0.8 * swift.sends)
  })

  it('goes back to sending at once when most have fallen silent', () => {
    const hall = hallOf(200)
    hall.talk(people(16), 2_000)
    hall.talk(people(2), 4_000)
    hall.settle()
    hall.talk(people(2), 1_000)
    expect(hall.longestDelayMs()).toBe(0)
    expectAllDelivered(hall, 2, 1_000, 0)
  })

  it('asks for no timer in silence', () => {
    const hall = hallOf(500)
    hall.talk(people(16), 2_000)
    hall.talk([], 100)
    expect(hall.fanOut.nextDeadlineMs()).toBeUndefined()
  })

  it('is not put into turns by one voice that begins over and over', () => {
    const hall = hallOf(200)
    for (let count = 0; count < 100; count += 1) {
      hall.fanOut.begins(1, 20, hall.nowMs)
      hall.talk([1], 20)
    }
    expect(hall.fanOut.plan).toEqual({ send: 'at-once' })
  })

  it('sends somebody who came back in the midst of a tick nothing of before, their own voice least of all', () => {
    const hall = hallOf(300)
    hall.talk(people(16), 2_010)
    hall.settle()
    hall.leave(3)
    hall.enter(1_003)
    const cameAtMs = hall.nowMs
    hall.talk([], 100)
    expect(hall.heard.get(1_003)).toEqual([])
    expect(hall.nowMs).toBe(cameAtMs + 100)
  })

  it('gives a newcomer the live voices, and who leaves nothing more', () => {
    const hall = hallOf(300)
    hall.talk(people(16), 2_000)
    hall.enter(999)
    hall.leave(42)
    hall.settle()
    hall.talk(people(16), 200)
    expect(hall.heard.get(999)?.length).toBeGreaterThan(100)
    expect(hall.heard.get(42)).toEqual([])
  })
})

describe('whatever comes and goes', () => {
  const happening = fc.oneof(
    fc.record({
      what: fc.constant('talk' as const),
      speakers: fc.integer({ min: 0, max: 20 }),
      ms: fc.integer({ min: 20, max: 400 }),
    }),
    fc.record({ what: fc.constant('enter' as const), count: fc.integer({ min: 1, max: 150 }) }),
    fc.record({ what: fc.constant('leave' as const), count: fc.integer({ min: 1, max: 100 }) }),
  )

  it('nobody hears a message twice, out of order or with a gap, or their own', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 8 }), (happenings) => {
        const hall = hallOf(30)
        let members = 30
        let oldest = 20
        for (const happened of happenings) {
          if (happened.what === 'talk') hall.talk(people(happened.speakers), happened.ms)
          else if (happened.what === 'enter') for (let n = 0; n < happened.count; n += 1) hall.enter(members++)
          else for (let n = 0; n < happened.count && oldest < members - 1; n += 1) hall.leave(oldest++)
        }
        hall.talk([], 100)
        expect([...hall.heard].flatMap(([listener, heard]) => faultsOf(listener, heard))).toEqual([])
      }),
      { numRuns: 12 },
    )
  })
})
