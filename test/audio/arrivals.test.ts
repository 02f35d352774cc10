/** What is made of arrivals. Packets are 20 ms long; slot 0 is captured at 0 ms. */

import { describe, expect, it } from 'vitest'
import { Arrivals } from '../../src/audio/arrivals.ts'

/** Packets from `fromMs` to `toMs`, each of which takes what `transitMs` says. */
function arriving(arrivals: Arrivals, fromMs: number, toMs: number, transitMs: (sentMs: number) => number): Arrivals {
  for (let sentMs = fromMs; sentMs < toMs; sentMs += 20) arrivals.arrived(sentMs / 10, sentMs + transitMs(sentMs))
  return arrivals
}

const spiking = (everyMs: number, spikeMs: number) => (sentMs: number) => 50 + (sentMs % everyMs === 0 ? spikeMs : 0)

describe('the fastest packet', () => {
  it('tells where slot 0 lies, however slow the others are', () => {
    expect(arriving(new Arrivals(), 0, 1_000, spiking(40, 100)).originMs).toBe(50)
  })

  it('is forgotten after two seconds', () => {
    const arrivals = arriving(new Arrivals(), 0, 1_000, () => 50)
    arriving(arrivals, 1_000, 2_500, () => 90)
    expect(arrivals.originMs).toBe(50)
    expect(arriving(arrivals, 2_500, 4_500, () => 90).originMs).toBe(90)
  })

  it('of before a long pause says nothing', () => {
    const arrivals = arriving(new Arrivals(), 0, 1_000, () => 50)
    expect(arriving(arrivals, 7_000, 7_020, () => 90).originMs).toBe(90)
  })

  it('of before a short one does', () => {
    const arrivals = arriving(new Arrivals(), 0, 1_000, () => 50)
    expect(arriving(arrivals, 4_000, 4_020, () => 90).originMs).toBe(50)
  })
})

/** What has been seen in each half-second, at most once in twenty more. */
const spread = (arrivals: Arrivals) => arrivals.spreads.exceededBy(0.05)

describe('the spread', () => {
  it('is nothing on a line where all take as long', () => {
    expect(spread(arriving(new Arrivals(), 0, 60_000, () => 50))).toBe(0)
  })

  it('is of the slowest packet of each half-second', () => {
    expect(spread(arriving(new Arrivals(), 0, 60_000, spiking(500, 80)))).toBe(80)
  })

  it('is known of the current half-second, too', () => {
    const arrivals = arriving(new Arrivals(), 0, 5_000, () => 50)
    expect(arriving(arrivals, 5_000, 5_020, () => 130).spreadMs).toBe(80)
  })

  it('has no part in a line that became slower and is steady', () => {
    const arrivals = arriving(new Arrivals(), 0, 10_000, () => 50)
    arriving(arrivals, 10_000, 12_000, () => 200)
    expect(arrivals.spreads.recent(0)).toBe(150)
    expect(arriving(arrivals, 12_000, 13_000, () => 200).spreads.recent(0)).toBe(0)
  })

  it('has no part in what is still under way on the line before', () => {
    const arrivals = arriving(new Arrivals(), 0, 10_000, () => 250)
    for (let slot = 1_020; slot < 1_200; slot += 2) {
      arrivals.arrived(slot, slot * 10 + 50)
      if (slot < 1_040) arrivals.arrived(slot - 20, slot * 10 + 50)
    }
    expect(arrivals.spreads.exceededBy(0.05)).toBe(0)
  })

  it('has no part in what was kept from before the first word', () => {
    const arrivals = new Arrivals()
    for (let spurt = 0; spurt < 20; spurt += 1) {
      arrivals.beginSpurt(spurt * 100)
      for (const slot of [0, 2, 4]) arrivals.arrived(spurt * 100 + slot, spurt * 1_000 + 60)
      arriving(arrivals, spurt * 1_000 + 60, spurt * 1_000 + 800, () => 20)
    }
    expect(arrivals.spreads.exceededBy(0.05)).toBe(0)
  })
})

describe('[RFC 3550] the interarrival jitter', () => {
  it('is nothing when all take as long', () => {
    expect(arriving(new Arrivals(), 0, 5_000, () => 50).jitterMs).toBe(0)
  })

  it('comes to the mean difference of transits that follow one another', () => {
    expect(arriving(new Arrivals(), 0, 5_000, spiking(40, 16)).jitterMs).toBeCloseTo(16, 3)
  })
})

describe('the drift', () => {
  it.each([300, -300, 50])('of a clock by %i ppm is found within a minute, whatever the jitter', (ppm) => {
    const transitMs = (sentMs: number) => 50 + (sentMs % 60) / 4 - (sentMs * ppm) / 1e6
    expect(Math.abs(arriving(new Arrivals(), 0, 60_000, transitMs).driftPpm - ppm)).toBeLessThan(20)
  })

  it('is not what another route makes of it', () => {
    const transitMs = (sentMs: number) => (sentMs < 30_000 ? 50 : 150)
    expect(Math.abs(arriving(new Arrivals(), 0, 60_000, transitMs).driftPpm)).toBeLessThan(5)
  })

  it('is unknown at first', () => {
    expect(arriving(new Arrivals(), 0, 5_000, (sentMs) => sentMs / 100).driftPpm).toBe(0)
  })
})
