/** The bars of a waveform: as many as there is room for, none higher than the place, and no word lost between them. */

import { describe, expect, it } from 'vitest'
import { BAR_PITCH_PX, BAR_WIDTH_PX, barCount, barsOf, waveformPath } from '../../../web/room/clips/waveform-bars.ts'

describe('bars', () => {
  it('are the values themselves where there is a bar for each', () => {
    expect(barsOf([0, 64, 128, 256], 4)).toEqual([0, 0.25, 0.5, 1])
  })

  it('show the loudest of what they stand for, where they are fewer', () => {
    expect(barsOf([0, 256, 0, 0, 0, 64], 2)).toEqual([1, 0.25])
    const oneWord = Array.from({ length: 120 }, (_, index) => (index === 77 ? 200 : 0))
    expect(Math.max(...barsOf(oneWord, 33))).toBe(200 / 256)
  })

  it('repeat values where they are more', () => {
    expect(barsOf([0, 256], 4)).toEqual([0, 0, 1, 1])
  })

  it('stay within the place whatever a stranger sent', () => {
    expect(barsOf([9999, -5], 2)).toEqual([1, 0])
  })
})

describe('the path', () => {
  const strokes = (path: string) =>
    [...path.matchAll(/M([\d.]+) ([\d.]+)V([\d.]+)/g)].map(([, x, from, to]) => [Number(x), Number(from), Number(to)])

  it('fills the width and no more', () => {
    const path = waveformPath(new Array(120).fill(256), { widthPx: 171, heightPx: 36 })
    expect(strokes(path)).toHaveLength(barCount(171))
    const last = strokes(path).at(-1)?.[0] ?? 0
    expect(last + BAR_WIDTH_PX / 2).toBeLessThanOrEqual(171)
    expect(last).toBeGreaterThan(171 - 2 * BAR_PITCH_PX)
  })

  it('stands around the middle, within the height with its round ends', () => {
    for (const [, from = 0, to = 0] of strokes(waveformPath([256, 0], { widthPx: 8, heightPx: 36 }))) {
      expect(from + to).toBeCloseTo(36, 1)
      expect(from).toBeGreaterThanOrEqual(BAR_WIDTH_PX / 2 - 0.1)
    }
  })

  it('draws silence as dots, not as nothing', () => {
    expect(strokes(waveformPath([0, 0, 0], { widthPx: 12, heightPx: 36 }))).toHaveLength(3)
  })

  it('is empty before the place is known', () => {
    expect(waveformPath([1, 2, 3], { widthPx: 0, heightPx: 36 })).toBe('')
  })
})
