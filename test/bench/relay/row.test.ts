/** A server's turns, as one row. */

import { expect, it } from 'vitest'
import { Histogram } from '../../../bench/load/histogram.ts'
import { rowOf } from '../../../bench/relay/row.ts'
import type { Turn } from '../../../bench/relay/turn.ts'

const WHO = { server: 'ws', version: 'ws 8', idleRssBytes: 50 * 2 ** 20 }
const LOAD = { members: 11, speakers: 2 }
const NOBODY_AWAY = { listeners: 0, rejoinedAfterMs: [], liveAfterMs: [], backlogPackets: 0 }

/** A second in which two speakers said 50 packets each to ten others, and everything came after `delayMs`. */
function turn(delayMs: number, but: Partial<Turn> = {}): Turn {
  const delay = new Histogram()
  delay.add(delayMs)
  return {
    joined: 11,
    failures: {},
    seconds: 1,
    traffic: { messagesIn: 1000, messagesOut: 111, bytesIn: 0, bytesOut: 0 },
    packets: { sent: 100, unheard: 0, offline: 0 },
    expected: 1000,
    delivered: 1000,
    deliveredShare: 1,
    leastShare: 1,
    deliveredPerSecond: 1000,
    sample: { listeners: 11, received: 1000, losses: 0, duplicates: 0, reorderings: 0, malformed: 0 },
    delay: delay.data(),
    connectionsLost: 0,
    stalled: NOBODY_AWAY,
    dropped: NOBODY_AWAY,
    generator: { cpuShare: 0.1, lateP99Ms: 0, lateMaxMs: 0, isBottleneck: false },
    messagesPerSecond: 100,
    joinedRssBytes: 61 * 2 ** 20,
    cpuMs: 20,
    windowMs: 1000,
    rssBytes: 70 * 2 ** 20,
    ...but,
  }
}

it('is the median of the turns, each figure for itself', () => {
  const row = rowOf(WHO, LOAD, [turn(3, { cpuMs: 30 }), turn(1, { cpuMs: 20 }), turn(2, { cpuMs: 90 })])
  expect(row.p99Ms).toBeCloseTo(2, 1)
  expect(row).toMatchObject({ cpuMicrosPerPacket: 30, busyShare: 0.03, turns: 3 })
})

it('tells memory by member from the first turn, before anybody spoke', () => {
  const row = rowOf(WHO, LOAD, [turn(1), turn(1, { joinedRssBytes: 99 * 2 ** 20 })])
  expect(row).toMatchObject({ idleRssMiB: 50, joinedRssMiB: 61, rssPerSocketKiB: 1024, rssMiB: 70 })
})

it('counts as undelivered what was said for those who never got in, and what the server would not pass on', () => {
  const half = turn(1, { joined: 6, expected: 500, delivered: 500 })
  expect(rowOf(WHO, LOAD, [half]).deliveredShare).toBe(0.5)
  const unheard = turn(1, { packets: { sent: 50, unheard: 50, offline: 0 }, expected: 500, delivered: 500 })
  expect(rowOf(WHO, LOAD, [unheard]).deliveredShare).toBe(0.5)
})

it('has no delay and no cost by packet when nothing came', () => {
  const nothing = turn(1, { delay: new Histogram().data(), delivered: 0, deliveredPerSecond: 0 })
  expect(rowOf(WHO, LOAD, [nothing])).toMatchObject({
    deliveredShare: 0,
    p50Ms: null,
    p99Ms: null,
    cpuMicrosPerPacket: null,
  })
})
