/** What is printed and written of a load. */

import { beforeEach, expect, it } from 'vitest'
import { Histogram } from '../../bench/load/histogram.ts'
import type { LoadOptions } from '../../bench/load/load-options.ts'
import type { Measurement } from '../../bench/load/measurement.ts'
import { figuresOf, remarksOn, summaryOf } from '../../bench/load/summary.ts'
import { bytes, milliseconds, share } from '../../bench/load/words.ts'

const OPTIONS: LoadOptions = {
  ...{ origin: 'https://voice.example', room: { id: 'the-room', secret: 'the-secret' } },
  ...{ listeners: 20, speakers: 2, seconds: 10, rampSeconds: 1, stall: 0, drop: 0, json: 'x.json' },
}

let measurement: Measurement
beforeEach(() => {
  const delay = new Histogram()
  for (const ms of [1, 2, 3, 250]) delay.add(ms)
  measurement = {
    ...{ joined: 22, failures: {}, seconds: 10, packets: { sent: 1000, unheard: 0, offline: 0 } },
    ...{ expected: 21_000, delivered: 20_999, deliveredShare: 20_999 / 21_000, leastShare: 0.999 },
    deliveredPerSecond: 2_099.9,
    sample: { listeners: 20, received: 18_999, losses: 1, duplicates: 0, reorderings: 0, malformed: 0 },
    delay: delay.data(),
    traffic: { messagesIn: 21_500, messagesOut: 1_230, bytesIn: 2_200_000, bytesOut: 110_000 },
    connectionsLost: 0,
    stalled: { listeners: 0, rejoinedAfterMs: [], liveAfterMs: [], backlogPackets: 0 },
    dropped: { listeners: 0, rejoinedAfterMs: [], liveAfterMs: [], backlogPackets: 0 },
    generator: { cpuShare: 0.1, lateP99Ms: 1, lateMaxMs: 2, isBottleneck: false },
  }
})

const summary = () => summaryOf(measurement, OPTIONS).join('\n')

it('says 100 % only when nothing is missing', () => {
  expect([share(20_999 / 21_000), share(1), share(0.57), share(Number.NaN)]).toEqual([
    '99.99 %',
    '100.00 %',
    '57.00 %',
    '–',
  ])
  expect(summary()).toContain('99.99 %: 20,999 of 21,000')
})

it('writes sizes and times as they are read', () => {
  expect([bytes(999), bytes(52_100), bytes(2_200_000)]).toEqual(['1 kB', '52.1 kB', '2.2 MB'])
  expect([milliseconds(0.04), milliseconds(99.94), milliseconds(1634)]).toEqual(['0.0 ms', '99.9 ms', '1,634 ms'])
})

it('has the percentiles, and how many members they are of', () => {
  expect(summary()).toMatch(/p50 2\.0 ms .*p99 250 ms {2}max 250 ms\n.*20 of 22/)
})

it('tells of listeners that were away only when some were', () => {
  expect(summary()).not.toMatch(/stalled|dropped/)
  measurement.stalled = { listeners: 2, rejoinedAfterMs: [], liveAfterMs: [40], backlogPackets: 7 }
  measurement.dropped = { listeners: 3, rejoinedAfterMs: [10, 30, 20], liveAfterMs: [11, 31, 21], backlogPackets: 0 }
  expect(summary()).toContain('1 of 2 hear live audio after 40.0 ms, at most 40.0 ms; backlog 7 packets')
  expect(summary()).toContain('3 of 3 back in after 20.0 ms, at most 30.0 ms')
})

it('tells a machine that is held up from a generator at its limit', () => {
  measurement.generator = { cpuShare: 0.04, lateP99Ms: 15.9, lateMaxMs: 20, isBottleneck: true }
  expect(remarksOn(measurement)).toEqual([expect.stringContaining('Packets left late (p99 15.9 ms)')])
})

it('remarks on what casts doubt on the figures, and on nothing else', () => {
  expect(remarksOn(measurement)).toEqual([])
  measurement.generator.isBottleneck = true
  measurement.failures = { '4461: the room is full': 3 }
  measurement.packets.unheard = 50
  measurement.generator.cpuShare = 0.9
  expect(remarksOn(measurement)).toEqual([
    expect.stringContaining('3 could not join: 4461'),
    expect.stringContaining('The generator itself'),
    expect.stringContaining('50 packets'),
  ])
})

it('writes the figures to a file without the room or its secret', () => {
  const figures = figuresOf(measurement, OPTIONS)
  expect(figures).toMatchObject({ room: 'given', delivered: 20_999, traffic: { messagesIn: 21_500 } })
  expect(figures.delayMs).toEqual({ p50: 2, p95: 250, p99: 250, max: 250 })
  expect(JSON.stringify(figures)).not.toMatch(/the-room|the-secret/)
})
