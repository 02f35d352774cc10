/** The figures of the HTTP bench. */

import { expect, it } from 'vitest'
import { medianRow, rowOf } from '../../../bench/http/row.ts'
import type { Walked } from '../../../bench/http/walker.ts'

const walked = (faults: Walked['faults'] = {}, lastedMs = 2000): Walked => ({
  tookMs: { create: [100], token: [20], list: [10], log: [30] },
  faults,
  beganAtMs: 1000,
  endedAtMs: 1000 + lastedMs,
  cpuMs: 500,
})

it('counts every request, whatever step it was', () => {
  expect(rowOf('earshot', 1, walked(), 40)).toEqual({
    ...{ server: 'earshot', clients: 1, p50Ms: 20, p95Ms: 100, requestsPerSecond: 2, errorRate: 0 },
    ...{ p95MsByStep: { create: 100, token: 20, list: 10, log: 30 }, serverCpuMsPerRequest: 10, generatorBusy: 0.25 },
    faults: {},
  })
})

it('counts what went wrong among all', () => {
  expect(rowOf('earshot', 1, walked({ 'create: 503': 1 }), 40).errorRate).toBe(0.25)
})

it('answers the turn in the middle, and an error of any', () => {
  const rows = [walked({}, 1000), walked({ 'log: 500': 1 }, 4000), walked({}, 2000)].map((each) =>
    rowOf('earshot', 1, each, 40),
  )
  expect(medianRow(rows)).toMatchObject({ requestsPerSecond: 2, errorRate: 0.25, faults: { 'log: 500': 1 } })
})
