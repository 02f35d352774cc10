/** The section of the page that comes from results, and its pictures. */

import { expect, it } from 'vitest'
import { pictures, sections } from '../../../../bench/voice/page/page.ts'
import { row } from '../rows.ts'

const rows = [
  row(),
  row({ buffer: 'fixed-60', p95Ms: 90, interruptionsPerMinute: 3 }),
  row({ buffer: 'fixed-100', p95Ms: 140, interruptionsPerMinute: 1 }),
  row({ buffer: 'fixed-200', p95Ms: 240, interruptionsPerMinute: 0 }),
  row({ buffer: 'rtt-rule', p95Ms: 70, interruptionsPerMinute: 9 }),
]
const course = [
  { atMs: 0, delayMs: 80 },
  { atMs: 1_200, delayMs: 390 },
]
const special = { stall: [{ buffer: 'adaptive', backAfterMs: 1_500, oldestMs: 380, playedTwice: 0, course }] }

it('has a line for each trace, beside the fixed delay that would be as good', () => {
  const { rows: table, traces } = sections({ rows, special, minutes: 6 }, 'Measured today.')
  expect(table).toContain('| wifi | 80.0 ms | 100 ms | 300 ms | 0.40 % | 0.980 | 2.0 /min | p95 140 ms (100) |')
  expect(traces).toContain('- `wifi`: Wi-Fi')
})

it('says so when no fixed delay is as good', () => {
  const worse = [row(), row({ buffer: 'fixed-60', interruptionsPerMinute: 3 })]
  expect(sections({ rows: worse, special: {}, minutes: 6 }, '').rows).toContain('| none |')
})

it('draws every buffer of every trace within its picture, and says it in words', () => {
  const { 'tradeoff.svg': tradeoff = '', 'stall.svg': stall = '' } = pictures({ rows, special, minutes: 6 })
  expect(tradeoff).toContain('rtt-rule 70.0 ms, 9.0 a minute')
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(tradeoff) ?? []
  const dots = [...tradeoff.matchAll(/cx="([\d.]+)" cy="([\d.]+)"/g)]
  expect(dots.length).toBe(rows.length + 3) // and the legend's
  for (const [, x, y] of dots) {
    expect(Number(x)).toBeLessThan(Number(width))
    expect(Number(y)).toBeLessThan(Number(height))
  }
  expect(stall).toContain('nothing older than 380 ms was played')
  expect([...stall.matchAll(/<circle/g)].length).toBe(2)
})

it('draws no stall that was not tried', () => {
  expect(Object.keys(pictures({ rows, special: {}, minutes: 6 }))).toEqual(['tradeoff.svg'])
})

it('leaves alone what was not measured', () => {
  expect(Object.keys(sections({ rows: [], special: {}, minutes: 1 }, ''))).toEqual([])
  expect(Object.keys(pictures({ rows: [], special: {}, minutes: 1 }))).toEqual([])
  const pauses = [{ room: 'fan, -60 dBov', pauses: 5, saidDbov: -60, heardDbov: -61.5, spectrumOffDb: 2.4 }]
  expect(sections({ rows: [], special: { pauses }, minutes: 1 }, '')).toEqual({
    pauses: expect.stringContaining('| fan, −60 dBov | −60 dBov | −61.5 dBov | 2.4 dB |'),
  })
})

it('has a line for each suppressor, and a column for each noise', () => {
  const noises = [{ noise: 'fan' as const, segmentalSnrDb: 7.9, stoi: 0.902, pausesDbov: -54 }]
  const noise = [{ suppressor: 'rnnoise' as const, delayMs: 20.7, cpuShare: 0.016, noises }]
  const { noise: table } = sections({ rows: [], special: { noise }, minutes: 1 }, '')
  expect(table).toContain('| rnnoise | 20.7 ms | 1.6 % | 7.9 dB, 0.902, −54 dBov |')
})
