/** How the figures of an Archive under load are made of what was measured. */

import { describe, expect, it } from 'vitest'
import { answeredOf, medianOf } from '../../../bench/archive/load.ts'
import { keepsUp, medianSpooling, type Step } from '../../../bench/archive/spooling.ts'

const step = (speakers: number, changes: Partial<Step> = {}): Step => ({
  ...{ speakers, perSecond: speakers, p50Ms: 2, p99Ms: 10, failed: 0 },
  ...changes,
})

describe('a load', () => {
  it('is told by what was answered until the last answer had come', () => {
    const tookMs = Array.from({ length: 100 }, (_, index) => index + 1)
    const figures = answeredOf({ tookMs, failed: 2, lasted: 4_000 })
    expect(figures).toEqual({ perSecond: 25, p50Ms: 50, p99Ms: 99, failed: 2 })
  })

  it('is the median of its rounds, figure by figure, but no failure is left out', () => {
    const rounds = [1, 3, 2].map((at) => ({ perSecond: 10 * at, p50Ms: at, p99Ms: 100 / at, failed: at === 3 ? 1 : 0 }))
    expect(medianOf(rounds)).toEqual({ perSecond: 20, p50Ms: 2, p99Ms: 50, failed: 1 })
  })
})

describe('an Archive', () => {
  it('keeps up while every batch is stored before the next of its speaker', () => {
    expect(keepsUp(step(64))).toBe(true)
    expect(keepsUp(step(64, { p99Ms: 1_001 }))).toBe(false)
    expect(keepsUp(step(64, { perSecond: 60 }))).toBe(false)
    expect(keepsUp(step(64, { failed: 1 }))).toBe(false)
  })

  it('is told of at every step that some round has come to', () => {
    const rounds = [
      { steps: [step(8, { p99Ms: 5 }), step(16)], most: 14, atHalf: step(7) },
      { steps: [step(8, { p99Ms: 7 }), step(16), step(32)], most: 30, atHalf: step(15) },
      { steps: [step(8, { p99Ms: 6 }), step(16)], most: 16, atHalf: step(8) },
    ]
    const { steps, most, atHalf } = medianSpooling(rounds)
    expect(steps.map(({ speakers, p99Ms }) => [speakers, p99Ms])).toEqual([
      [8, 6],
      [16, 10],
      [32, 10],
    ])
    expect([most, atHalf.speakers]).toEqual([16, 8])
  })
})
