/** What counts as reached. */

import { describe, expect, it } from 'vitest'
import { goalsOf } from '../../../../bench/voice/page/goals.ts'
import { row } from '../rows.ts'

const reached = (rows: ReturnType<typeof row>[], special = {}) =>
  goalsOf({ rows, special, minutes: 6 }).map(({ trial, isReached, got }) => [trial, isReached, got])

describe('the engine’s own delay', () => {
  it('is beaten by what is both quicker and less interrupted, and by nothing else', () => {
    const others = [
      row({ buffer: 'fixed-60', p95Ms: 90, interruptionsPerMinute: 2 }),
      row({ buffer: 'fixed-100', p95Ms: 110, interruptionsPerMinute: 0 }),
    ]
    expect(reached([row({ trace: 'tcp-1' }), ...others.map((one) => ({ ...one, trace: 'tcp-1' }))])).toEqual([
      ['tcp-1', true, 'nothing is'],
    ])
    const better = row({ trace: 'tcp-1', buffer: 'rtt-rule', p95Ms: 99, interruptionsPerMinute: 1.9 })
    expect(reached([row({ trace: 'tcp-1' }), better])).toEqual([['tcp-1', false, 'rtt-rule']])
  })

  it('may make up 1 % on Wi-Fi, 3 % behind TCP that loses 5 %', () => {
    expect(reached([row({ concealedShare: 0.011 })])[1]).toEqual(['wifi', false, '1.1 %'])
    expect(reached([row({ trace: 'tcp-5', concealedShare: 0.029 })])[1]).toEqual(['tcp-5', true, '2.9 %'])
  })

  it('may add 10 ms to frame and look-ahead where the line does nothing', () => {
    expect(reached([row({ trace: 'clean', p50Ms: 37.5 })])[0]?.[1]).toBe(true)
    expect(reached([row({ trace: 'clean', p50Ms: 37.6 })])[0]?.[1]).toBe(false)
  })
})

it('judges the trials that have a question of their own, of those that were run', () => {
  const stall = [{ buffer: 'adaptive', backAfterMs: 1_900, oldestMs: 401, playedTwice: 0, course: [] }]
  const measured = { bitrate: 24_000, lossless: 0.97, concealed: 0.89, recovered: 0.95, closedShare: 0.75 }
  const fec = [5, 10].map((complexity) => ({ ...measured, complexity })) // 10 is the SDK's
  expect(reached([], { stall, fec }).map(([, isReached]) => isReached)).toEqual([true, false, true, true, false])
  const drift = [{ trace: 'drift-plus', minutes: 30, leastMs: 50, mostMs: 61, worstStep: 1.2 }]
  const crowd = { speakers: 8, minutes: 10, budgetShare: 0.02, underruns: 1, slowestMs: 12, heapGrowthBytes: 1_000 }
  expect(reached([], { drift, crowd }).map(([, isReached]) => isReached)).toEqual([false, true, true, true, false])
  const capture = { packets: 100, p50Ms: 28, p99Ms: 31.6 }
  expect(reached([], { capture }).map(([, isReached]) => isReached)).toEqual([false])
})
