/** How runs of probes are judged, and who is given to clients by it. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOwnServers } from '../../src/turn/own-servers.ts'
import {
  changes,
  JUDGEMENT_LASTS_MS,
  judge,
  type Probe,
  record,
  type Scoreboard,
  type ServerState,
  usable,
} from '../../src/turn/scoreboard.ts'

const NOW_MS = 1_800_000_000_000
const GOOD: Probe[] = Array(10).fill(20)
const SLOW: Probe[] = Array(10).fill(301)
const DEAD: Probe[] = Array(10).fill(null)

const run = (server: string, probes: Probe[], endedAtMs = NOW_MS) => ({ server, probes, endedAtMs })
const probe = fc.option(fc.integer({ min: 0, max: 1_000 }), { nil: null, freq: 8 })
const probes = fc.array(probe, { minLength: 10, maxLength: 10 })

describe('a run', () => {
  it.each<[string, Probe[], ServerState]>([
    ['answers quickly', GOOD, 'up'],
    ['takes exactly 300 ms', Array(10).fill(300), 'up'],
    ['is over 300 ms four times in a row, and again', [9, 301, 301, 301, 301, 9, 301, 301, 301, 301], 'up'],
    ['is over 300 ms five times in a row', [9, 9, 301, 301, 301, 301, 301, 9, 9, 9], 'slow'],
    [
      'is over 300 ms five times in a row but for one that is lost',
      [301, 301, 301, null, 301, 301, 9, 9, 9, 9],
      'slow',
    ],
    ['loses one of ten', [9, 9, 9, 9, null, 9, 9, 9, 9, 9], 'up'],
    ['loses two of ten', [9, 9, 9, 9, null, 9, 9, null, 9, 9], 'down'],
    ['loses two and is slow besides', [301, 301, 301, 301, 301, null, 301, 301, 301, null], 'down'],
    ['never answers', DEAD, 'down'],
  ])('of a server that %s', (_, probes, state) => {
    expect(judge(probes)).toBe(state)
  })

  it('is down exactly when more than 15 % are lost', () => {
    fc.assert(
      fc.property(fc.array(probe, { minLength: 1, maxLength: 40 }), (probes) => {
        const lost = probes.filter((one) => one === null).length
        expect(judge(probes) === 'down').toBe(lost / probes.length > 0.15)
      }),
    )
  })

  it('is no better for an answer that comes later, or for one more that is lost when too many are', () => {
    const rank = { up: 0, slow: 1, down: 2 }
    fc.assert(
      fc.property(probes, fc.nat(9), fc.integer({ min: 301, max: 1_000 }), (probes, at, laterMs) => {
        if (probes[at] !== null)
          expect(rank[judge(probes.with(at, laterMs))]).toBeGreaterThanOrEqual(rank[judge(probes)])
        if (judge(probes) === 'down') expect(judge(probes.with(at, null))).toBe('down')
      }),
    )
  })
})

describe('the board', () => {
  it('takes a server up again by its first good run', () => {
    const dead = record({}, [run('a', DEAD), run('b', SLOW)], NOW_MS)
    expect(dead).toMatchObject({ a: { state: 'down' }, b: { state: 'slow' } })
    const later = NOW_MS + 60_000
    expect(record(dead, [run('a', GOOD, later), run('b', GOOD, later)], later)).toMatchObject({
      a: { state: 'up' },
      b: { state: 'up' },
    })
  })

  it('ends where the last run of each server ends, in whatever order runs come', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(60_000), { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(probes),
        (times, all) => {
          const runs = times.map((time) => run('a', all.next().value as Probe[], NOW_MS + time))
          const last = runs.reduce((one, other) => (one.endedAtMs > other.endedAtMs ? one : other))
          let board: Scoreboard = {}
          for (const one of runs) board = record(board, [one], NOW_MS + 60_000)
          expect(board).toEqual({ a: { state: judge(last.probes), judgedAtMs: last.endedAtMs } })
        },
      ),
    )
  })

  it('does not change the board before', () => {
    const before = Object.freeze(record({}, [run('a', DEAD)], NOW_MS))
    record(before, [run('a', GOOD, NOW_MS + 1)], NOW_MS + 1)
    expect(before).toMatchObject({ a: { state: 'down' } })
  })

  it('forgets servers of which nothing comes any more', () => {
    const board = record({}, [run('gone', DEAD)], NOW_MS)
    const later = NOW_MS + JUDGEMENT_LASTS_MS
    expect(Object.keys(record(board, [run('a', GOOD, later)], later))).toEqual(['a'])
  })

  it('tells of whom it changed its mind', () => {
    const before = record({}, [run('a', GOOD), run('b', DEAD), run('c', SLOW)], NOW_MS)
    const runs = [run('a', DEAD), run('b', GOOD), run('c', SLOW), run('d', GOOD), run('e', SLOW)]
    expect(changes(before, record(before, runs, NOW_MS))).toEqual([
      { server: 'a', state: 'down' },
      { server: 'b', state: 'up' },
      { server: 'e', state: 'slow' },
    ])
  })
})

describe('clients are given', () => {
  const { servers } = readOwnServers('turn:a.example turn:b.example turn:c.example')
  const [a, b, c] = servers.map(({ name }) => name) as [string, string, string]
  const given = (board: Scoreboard, nowMs = NOW_MS) => usable(servers, board, nowMs).map(({ name }) => name)

  it('all servers while nothing is known of them', () => {
    expect(given({})).toEqual([a, b, c])
  })

  it('no server that is down or slow while another is well', () => {
    expect(given(record({}, [run(a, DEAD), run(b, SLOW)], NOW_MS))).toEqual([c])
  })

  it('the slow ones where none is well', () => {
    expect(given(record({}, [run(a, DEAD), run(b, SLOW), run(c, SLOW)], NOW_MS))).toEqual([b, c])
  })

  it('nothing where all are down', () => {
    expect(given(record({}, [run(a, DEAD), run(b, DEAD), run(c, DEAD)], NOW_MS))).toEqual([])
  })

  it('a server that was down, when no run has come for so long that it may be back', () => {
    const board = record({}, [run(a, DEAD)], NOW_MS)
    expect(given(board, NOW_MS + JUDGEMENT_LASTS_MS - 1)).toEqual([b, c])
    expect(given(board, NOW_MS + JUDGEMENT_LASTS_MS)).toEqual([a, b, c])
  })

  it('never one that is down, and one that is slow only where all are no better', () => {
    fc.assert(
      fc.property(probes, probes, probes, (ofA, ofB, ofC) => {
        const board = record({}, [run(a, ofA), run(b, ofB), run(c, ofC)], NOW_MS)
        const states = given(board).map((name) => board[name]?.state)
        expect(new Set(states).size).toBeLessThanOrEqual(1)
        expect(states).not.toContain('down')
        const best = [ofA, ofB, ofC].map(judge)
        expect(states.length > 0).toBe(best.some((state) => state !== 'down'))
        if (states[0] === 'slow') expect(best).not.toContain('up')
      }),
    )
  })
})
