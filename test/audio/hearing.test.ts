/**
 * One speaker from packets to samples over lines of every kind, with the delay that adapts. Delays are from the capture of a
 * sample to its playing: 20 ms until the packet is complete, the line, and what the playout adds.
 */

import { describe, expect, it } from 'vitest'
import { FixedPlayoutDelay } from '../../src/audio/playout-delay.ts'
import { Hearing } from '../support/hearing.ts'
import { seededRandom } from '../support/tone.ts'
import { LARGEST_STEP } from '../support/voiced-codec.ts'

const FRAME_MS = 20
const LINE_MS = 30

const median = (sorted: readonly number[]) => sorted[sorted.length >> 1] ?? Number.NaN
const expectOnce = ({ decoder }: Hearing) => {
  decoder.played.reduce((before, slot) => {
    expect(slot).toBeGreaterThan(before)
    return slot
  }, -1)
}

describe('a clean line', () => {
  it('adds 10 ms to the frame, and no more', () => {
    const hearing = new Hearing({ transitMs: () => LINE_MS }).hear(10_000)
    expect(median(hearing.delaysMs(5_000)) - LINE_MS).toBeLessThanOrEqual(FRAME_MS + 10)
    expect((hearing.delaysMs(5_000).at(-1) ?? 0) - LINE_MS).toBeLessThanOrEqual(FRAME_MS + 10 + 5)
    expect(hearing.speaker.statistics).toMatchObject({ concealedMs: 0, lateMs: 0, droppedMs: 0 })
  })

  it('is played to the sample', () => {
    const hearing = new Hearing({ transitMs: () => LINE_MS }).hear(10_000)
    expect(hearing.worstStep).toBeLessThanOrEqual(LARGEST_STEP + 1e-6)
    expectOnce(hearing)
  })
})

describe('a line with jitter', () => {
  it.each([10, 30, 80, 150])('of %i ms is waited for, and hardly longer', (jitterMs) => {
    const random = seededRandom(jitterMs)
    const hearing = new Hearing({ transitMs: () => LINE_MS + jitterMs * random(), ordered: false }).hear(60_000)
    const { concealedMs, targetMs } = hearing.speaker.statistics
    expect(targetMs).toBeLessThanOrEqual(jitterMs + 10)
    expect(concealedMs).toBeLessThanOrEqual(600 + jitterMs * 4) // a percent, and what it takes to know
  })

  it('that ends is forgotten after a minute: the delay comes back by a frame in a second at most', () => {
    const random = seededRandom(1)
    const jitterMs = (atMs: number) => (atMs < 30_000 ? 100 * random() : 0)
    const hearing = new Hearing({ transitMs: (atMs) => LINE_MS + jitterMs(atMs) }).hear(105_000)
    expect(median(hearing.delaysMs(25_000, 30_000))).toBeGreaterThan(LINE_MS + 80)
    expect(median(hearing.delaysMs(100_000))).toBeLessThanOrEqual(LINE_MS + FRAME_MS + 15)
    const bySecond = Array.from({ length: 30 }, (_, second) =>
      median(hearing.delaysMs(75_000 + 1_000 * second, 76_000 + 1_000 * second)),
    )
    bySecond.reduce((before, delayMs) => {
      expect(before - delayMs).toBeLessThanOrEqual(FRAME_MS + 10)
      return delayMs
    })
  })
})

describe('messages of several packets', () => {
  it.each([2, 3])('%i to a message play without a gap', (perMessage) => {
    const hearing = new Hearing({ transitMs: () => LINE_MS, perMessage }).hear(20_000)
    const before = hearing.speaker.statistics.concealedMs
    expect(before).toBeLessThanOrEqual(40) // until the second message has shown how it is
    hearing.hear(60_000)
    expect(hearing.speaker.statistics.concealedMs).toBe(before)
    expect(median(hearing.delaysMs(10_000)) - LINE_MS).toBeLessThanOrEqual(perMessage * FRAME_MS + 12)
  })
})

describe('a line that stalls for a second, then brings everything at once', () => {
  const stalled = (messages = 1) => {
    const held = (atMs: number) => (atMs >= 5_000 && atMs < 6_000 ? 6_000 - atMs : 0)
    return new Hearing({ transitMs: (atMs) => LINE_MS + held(atMs), perMessage: messages }).hear(12_000)
  }

  it('has its delay back within two seconds', () => {
    const hearing = stalled()
    const usualMs = median(hearing.delaysMs(3_000, 5_000))
    expect(hearing.delaysMs(8_030).at(-1)).toBeLessThanOrEqual(usualMs + 10)
  })

  it('plays nothing that is older than 400 ms, and no slot twice', () => {
    const hearing = stalled()
    expect(hearing.delaysMs(5_000).at(-1)).toBeLessThanOrEqual(400 + LINE_MS)
    expectOnce(hearing)
  })

  it('is caught up with without a click', () => {
    expect(stalled().worstStep).toBeLessThanOrEqual(2 * LARGEST_STEP)
  })
})

describe('a line that changes its route', () => {
  it.each([
    ['slower by 100 ms', 100],
    ['slower by 300 ms', 300],
    ['slower by 700 ms', 700],
  ])('to one %s is heard again at once, and in five seconds with no more delay than it asks for', (_, moreMs) => {
    const hearing = new Hearing({ transitMs: (atMs) => LINE_MS + (atMs < 10_000 ? 0 : moreMs) }).hear(20_000)
    expect(hearing.moments.filter(({ atMs }) => atMs >= 11_000 && atMs < 12_000).length).toBeGreaterThan(180)
    expect(hearing.delaysMs(15_000).at(-1)).toBeLessThanOrEqual(LINE_MS + moreMs + FRAME_MS + 15)
    expectOnce(hearing)
  })

  it('to a faster one has less delay within two seconds', () => {
    const transitMs = (atMs: number) => LINE_MS + (atMs < 10_000 ? 200 : 0)
    const hearing = new Hearing({ transitMs, ordered: false }).hear(15_000)
    expect(hearing.delaysMs(12_000).at(-1)).toBeLessThanOrEqual(LINE_MS + FRAME_MS + 15)
    expectOnce(hearing)
  })
})

describe('clocks that differ', () => {
  it.each([300, -300])('by %i ppm keep the delay within 10 ms, without a click', (driftPpm) => {
    const hearing = new Hearing({ transitMs: () => LINE_MS, driftPpm }).hear(150_000)
    const delays = hearing.delaysMs(10_000)
    expect((delays.at(-1) ?? 0) - (delays[0] ?? 0)).toBeLessThanOrEqual(10)
    expect(hearing.worstStep).toBeLessThanOrEqual(4 * LARGEST_STEP)
    expect(hearing.speaker.statistics.driftPpm).toBeCloseTo(driftPpm, -2)
    expect(Math.abs(hearing.speaker.statistics.stretchedMs + driftPpm * 0.15)).toBeLessThan(50) // from the first delay down, too
  })
})

describe('statistics', () => {
  it('tell loss from what is late, and late from copies', () => {
    const late = new Set([3_000, 4_000])
    const transitMs = (atMs: number) => (atMs === 2_000 ? null : LINE_MS + (late.has(atMs) ? 150 : 0))
    const delay = new FixedPlayoutDelay(40)
    const hearing = new Hearing({ transitMs, ordered: false, delay }).hear(5_000)
    const { concealedMs, lateMs, playedMs, targetMs, jitterMs } = hearing.speaker.statistics
    expect(concealedMs).toBe(60)
    expect(lateMs).toBe(40)
    expect(playedMs).toBeGreaterThan(4_800)
    expect(targetMs).toBe(40)
    expect(jitterMs).toBeLessThan(10)
  })
})
