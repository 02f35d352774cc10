/** Silence that was not sent, and times that are not exact. */

import { describe, expect, it } from 'vitest'
import { SoundGaps } from '../../../src/client/convert/sound-gaps.ts'

const FRAME_MS = 60

/** What is filled in before each of the frames that come at these times. */
function filled(timesMs: readonly number[]): number[] {
  const gaps = new SoundGaps()
  return timesMs.map((atMs) => {
    const silenceMs = gaps.before(atMs)
    gaps.wrote(silenceMs + FRAME_MS)
    return Math.round(silenceMs)
  })
}

const evenly = (count: number, everyMs = FRAME_MS) => Array.from({ length: count }, (_, index) => index * everyMs)

describe('SoundGaps', () => {
  it('fills nothing where one follows the other, wherever that begins', () => {
    expect(filled(evenly(4).map((atMs) => 1_234 + atMs))).toEqual([0, 0, 0, 0])
  })

  it('takes the times of a browser’s recorder for what they are', () => {
    // Chromium's MediaRecorder, 60 ms packets.
    expect(filled([0, 59, 128, 180, 239, 308, 360, 419, 488, 540, 599, 668])).toEqual(new Array(12).fill(0))
  })

  it('fills what was not sent, once', () => {
    expect(filled([0, 60, 520, 580])).toEqual([0, 0, 400, 0])
  })

  it('fills after a clock that is fast as after one that is right', () => {
    const fast = evenly(1_000, FRAME_MS - 0.1)
    const last = fast.at(-1) as number
    expect(filled([...fast, last + FRAME_MS + 200]).at(-1)).toBe(200)
  })

  it('goes on after a time that cannot be', () => {
    expect(filled([0, 60, 3_600_000, 3_600_060, 3_600_320])).toEqual([0, 0, 0, 0, 200])
  })
})
