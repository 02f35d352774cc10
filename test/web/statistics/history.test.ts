/** The last minutes of figures. */

import { expect, it } from 'vitest'
import { History, KEPT_MS } from '../../../web/room/statistics/history.ts'
import { roomFigures } from '../../support/room-figures.ts'

const historyOf = (...timesMs: number[]) => {
  const history = new History()
  for (const atMs of timesMs) history.push(roomFigures({ atMs }))
  return history
}
const times = (samples: History['samples']) => samples.map(({ atMs }) => atMs)

it('keeps five minutes and forgets what was before', () => {
  const seconds = Array.from({ length: 400 }, (_, second) => second * 1_000)
  const { samples } = historyOf(...seconds)
  expect(samples).toHaveLength(KEPT_MS / 1_000)
  expect(times(samples).at(0)).toBe(100_000)
  expect(times(samples).at(-1)).toBe(399_000)
})

it('gives the last of it, the oldest first', () => {
  expect(times(historyOf(0, 1_000, 2_000, 3_000).last(2_000))).toEqual([1_000, 2_000, 3_000])
})

it('begins anew when the clock is set back', () => {
  expect(times(historyOf(5_000, 6_000, 1_000, 2_000).samples)).toEqual([1_000, 2_000])
})

it('is empty before anything was measured', () => {
  expect(new History().last(1_000)).toEqual([])
})
