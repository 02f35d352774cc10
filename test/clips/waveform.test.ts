/** Waveforms: how many bars, and how high. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { timelineOf } from '../../src/clips/timeline.ts'
import { waveformOf } from '../../src/clips/waveform.ts'
import { anyPackets, row, spoken, timelineFrom } from './spoken.ts'

const SLOTS_PER_S = 100

it.each([
  [0.02, 30],
  [7.5, 30],
  [15, 60],
  [30, 120],
  [600, 120],
])('draws %d s with %d bars', (seconds, bars) => {
  expect(waveformOf(timelineFrom(row(0, seconds * (SLOTS_PER_S / 2))))).toHaveLength(bars)
})

it.each([
  [0, 256],
  [10, 256],
  [35, 128],
  [59, 5],
  [60, 0],
  [127, 0],
])('draws −%d dBov %d high', (level, height) => {
  expect(new Set(waveformOf(timelineFrom([spoken(0, { level })])))).toEqual(new Set([height]))
})

it('draws the loudest of a stretch where it is, and silence as nothing', () => {
  // Thirty bars of 250 ms: 1 s of speech, a loud packet in the third bar, then silence up to a last packet.
  const packets = row(0, 50).map((packet) => (packet.slot === 60 ? { ...packet, level: 10 } : { ...packet, level: 35 }))
  const bars = waveformOf(timelineFrom([...packets, spoken(748, { level: 35 })]))
  expect(bars).toEqual([128, 128, 256, 128, ...new Array(25).fill(0), 128])
})

it('is 30–120 integers of 0…256, whatever was sent', () => {
  fc.assert(
    fc.property(anyPackets, (packets) => {
      const timeline = timelineOf(packets)
      if (timeline === undefined) return
      const bars = waveformOf(timeline)
      expect(bars.length).toBeGreaterThanOrEqual(30)
      expect(bars.length).toBeLessThanOrEqual(120)
      expect(bars.every((bar) => Number.isInteger(bar) && bar >= 0 && bar <= 256)).toBe(true)
    }),
  )
})
