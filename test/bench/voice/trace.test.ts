/** Traces as files, and as links that last longer than their files. */

import { describe, expect, it } from 'vitest'
import { makeTraces } from '../../../bench/voice/generate-traces.ts'
import { delayAt, formatTrace, lengthMs, parseTrace, stallsUntil } from '../../../bench/voice/trace.ts'
import { readTrace, traceNames } from '../../../bench/voice/trace-files.ts'
import { link } from './links.ts'

describe('a trace', () => {
  it('is read as it was written', () => {
    const trace = link([20, null, 25], { stalls: [{ fromMs: 20, toMs: 150 }], driftPpm: -300, ordered: false })
    expect(parseTrace(formatTrace(trace))).toEqual(trace)
  })

  it('says what it lacks', () => {
    expect(() => parseTrace('1 2 3')).toThrow('name')
    expect(() => parseTrace(formatTrace(link([1])).replace(/\n1\n$/, '\nsoon\n'))).toThrow('no number')
  })

  it('begins anew when it is over, with its stalls', () => {
    const trace = link([20, null, 25], { stalls: [{ fromMs: 20, toMs: 40 }] })
    expect([0, 19, 20, 45, 60, 85].map((atMs) => delayAt(trace, atMs))).toEqual([20, 20, null, 25, 20, null])
    expect(stallsUntil(trace, 100)).toEqual([
      { fromMs: 20, toMs: 40 },
      { fromMs: 80, toMs: 100 },
    ])
  })
})

describe('the committed traces', () => {
  it('are what their models make', () => {
    const made = makeTraces()
    expect(traceNames().toSorted()).toEqual(made.map(({ name }) => name).toSorted())
    for (const trace of made) expect(formatTrace(readTrace(trace.name))).toBe(formatTrace(trace))
  })

  it('last three minutes and hold what they promise', () => {
    for (const name of traceNames()) expect(lengthMs(readTrace(name))).toBe(180_000)
    const lost = readTrace('datachannel').delaysMs.filter((delayMs) => delayMs === null).length / 9_000
    expect(lost).toBeGreaterThan(0.09)
    expect(lost).toBeLessThan(0.11)
    const again = readTrace('tcp-5').delaysMs.filter((delayMs) => (delayMs ?? 0) >= 70).length / 9_000
    expect(again).toBeGreaterThan(0.04)
    expect(again).toBeLessThan(0.06)
    const stalls = readTrace('wifi').stalls.map(({ fromMs, toMs }) => toMs - fromMs)
    expect(stalls.length).toBe(10)
    expect(Math.min(...stalls)).toBeGreaterThanOrEqual(100)
    expect(Math.max(...stalls)).toBeGreaterThan(500)
    expect(Math.max(...stalls)).toBeLessThanOrEqual(1_000)
  })
})
