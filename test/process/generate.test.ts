/** The generator in its own process, against a hub whose every fault is known: what it counts must be just these. */

import { describe, expect, it } from 'vitest'
import { GeneratorFailed, generate } from '../../bench/load/generate.ts'
import { Histogram } from '../../bench/load/histogram.ts'
import type { Phase, Task } from '../../bench/load/measurement.ts'
import { type HubSeat, hubLine } from '../load/hub-line.ts'
import { randomId } from '../support/random-id.ts'

/** 40 packets of each speaker, a whole number of times ten. */
const MEASURE_MS = 800
const PACKETS = 40

function taskOf(seats: Partial<HubSeat>[], speakers: number): Task {
  const room = randomId()
  const lines = seats.map((seat) => hubLine({ room, isLossy: false, ...seat }))
  return { lines, speakers, rampMs: 0, warmUpMs: 200, measureMs: MEASURE_MS, settleMs: 100, stall: 0, drop: 0 }
}

describe('the generator', () => {
  it('counts every packet of two speakers at everybody but themselves', async () => {
    const phases: Phase[] = []
    const task = taskOf([{}, {}, {}, {}, {}], 2)
    const measurement = await generate(task, { phase: (phase) => phases.push(phase) })
    // Each of two speakers is heard by four.
    const deliveries = 2 * PACKETS * 4
    expect(measurement).toMatchObject({
      joined: 5,
      failures: {},
      packets: { sent: 2 * PACKETS, unheard: 0, offline: 0 },
      ...{ expected: deliveries, delivered: deliveries, deliveredShare: 1, leastShare: 1, connectionsLost: 0 },
      sample: { listeners: 5, received: deliveries, losses: 0, duplicates: 0, reorderings: 0, malformed: 0 },
    })
    expect(phases).toEqual(['joining', 'warming-up', 'measuring', 'settling', 'leaving'])
    const delay = new Histogram(measurement.delay)
    expect(delay.count).toBe(deliveries)
    expect(delay.percentileMs(0.5)).toBeLessThan(20) // the hub hands over in the same turn
  })

  it('finds what is lost, doubled and out of order, and whom it hit hardest', async () => {
    // The lossy one speaks first: of each ten packets one is lost, one comes twice, one behind a later one.
    const { sample, delivered, expected, leastShare } = await generate(taskOf([{ isLossy: true }, {}, {}, {}], 2))
    const tens = PACKETS / 10
    expect(sample).toEqual({
      listeners: 4,
      received: 2 * PACKETS * 3 - 3 * tens,
      ...{ losses: 3 * tens, duplicates: 3 * tens, reorderings: 3 * tens, malformed: 0 },
    })
    // Counting by headers alone, the doubled stand in for the lost.
    expect([expected, delivered, leastShare]).toEqual([2 * PACKETS * 3, 2 * PACKETS * 3, 1])
  })

  it('counts nobody who is away on purpose, and tells how they came back', async () => {
    const seats = [{}, {}, {}, { isLost: true }]
    const { stalled, dropped, sample, expected, delivered } = await generate({ ...taskOf(seats, 1), stall: 1, drop: 2 })
    expect([sample.listeners, expected, delivered]).toEqual([1, 0, 0]) // the speaker alone was there all the time
    expect([stalled.listeners, stalled.liveAfterMs.length, stalled.rejoinedAfterMs]).toEqual([1, 1, []])
    expect(stalled.backlogPackets).toBeGreaterThan(0)
    expect([dropped.listeners, dropped.rejoinedAfterMs.length, dropped.liveAfterMs.length]).toEqual([2, 1, 1])
  })

  it('goes on with those who are in, and says why the others are not', async () => {
    const { joined, failures, delivered } = await generate(taskOf([{}, {}, { isFull: true }, { isFull: true }], 1))
    expect([joined, failures, delivered]).toEqual([2, { 'the hub is full': 2 }, PACKETS])
  })

  it('gives up when nobody is in', async () => {
    const failure = await generate(taskOf([{ isFull: true }, { isFull: true }], 1)).catch((error) => error)
    expect(failure).toBeInstanceOf(GeneratorFailed)
    expect(failure.failures).toEqual({ 'the hub is full': 2 })
  })
})
