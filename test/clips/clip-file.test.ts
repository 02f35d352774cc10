/** Clips written and read back: what went in comes out, and nothing else does. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeClip } from '../../src/clips/clip-file.ts'
import { readClip } from '../../src/clips/read-clip.ts'
import { timelineOf } from '../../src/clips/timeline.ts'
import { anyPackets, row, spoken, TAGS, timelineFrom } from './spoken.ts'

/** The encoder's look-ahead of 312 samples, which no player shows. */
const PRE_SKIP_MS = 6.5

describe('writeClip', () => {
  it('keeps every packet of any timeline, in order and byte for byte', async () => {
    const run = fc.asyncProperty(anyPackets, async (packets) => {
      const timeline = timelineOf(packets)
      if (timeline === undefined) return
      const { bytes, durationMs } = await writeClip(timeline, TAGS)
      const clip = await readClip(bytes)
      const written = timeline.parts.map(({ atMs, payload }) => ({ atMs, payload }))
      expect(clip.packets.map(({ atMs, payload }) => ({ atMs, payload }))).toEqual(written)
      expect(clip).toMatchObject({ preSkip: 312, channels: timeline.channels, durationMs })
      expect(durationMs).toBe(timeline.durationMs - PRE_SKIP_MS)
    })
    await fc.assert(run, { numRuns: 50 })
  })

  it('says who speaks, where, when, and what of', async () => {
    const { bytes } = await writeClip(timelineFrom(row(0, 3)), { ...TAGS, speaker: 'Zoë = “Z”\n', index: 4 })
    expect((await readClip(bytes)).tags).toEqual({
      ARTIST: 'Zoë = “Z”\n',
      LOCATION: 'r-1',
      DATE: '2026-11-01T00:00:00.000Z',
      ENCODER: 'Earshot',
      EARSHOT_SOURCE: 'session-1',
      EARSHOT_INDEX: '4',
    })
  })

  it('writes the same bytes again, and another stream for another clip', async () => {
    const timeline = timelineFrom([...row(0, 30), spoken(200)])
    const { bytes } = await writeClip(timeline, TAGS)
    expect((await writeClip(timeline, TAGS)).bytes).toEqual(bytes)
    expect((await writeClip(timeline, { ...TAGS, index: 1 })).bytes.slice(14, 18)).not.toEqual(bytes.slice(14, 18))
  })

  it('tells the time at least once a second, silence included', async () => {
    const { granules } = await readClip((await writeClip(timelineFrom([...row(0, 70), spoken(900)]), TAGS)).bytes)
    const steps = granules.slice(2).map((granule, index) => granule - (granules[index + 1] ?? 0))
    expect(Math.max(...steps)).toBeLessThanOrEqual(48_000)
    expect(granules.at(-1)).toBe(48 * 9020)
  })
})
