/** The bars of a waveform: as many as there is room for, and none higher than the place. */

import { describe, expect, it } from 'vitest'
import { BAR_PITCH_PX, BAR_WIDTH_PX, barCount, waveformPath } from '../../../web/room/clips/waveform-bars.ts'

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
