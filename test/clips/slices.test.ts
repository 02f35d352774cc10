/** A clip cut into slices: nothing lost, nothing twice, each a clip of its own. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeClip } from '../../src/clips/clip-file.ts'
import { readClip } from '../../src/clips/read-clip.ts'
import { slicesOf, writeSlice } from '../../src/clips/slices.ts'
import { row, spoken, TAGS, timelineFrom } from './spoken.ts'

const clip = () => writeClip(timelineFrom([...row(0, 120), spoken(400, { durationMs: 60 }), ...row(420, 30, 40)]), TAGS)

describe('slices', () => {
  it('put together are the clip, byte for byte, however long they are', async () => {
    const { bytes } = await clip()
    const whole = (await readClip(bytes)).packets
    const run = fc.asyncProperty(fc.double({ min: 0.03, max: 8, noNaN: true }), async (seconds) => {
      const payloads: Uint8Array[] = []
      for (const { index, durationMs } of await slicesOf(bytes, seconds)) {
        const slice = await writeSlice(bytes, seconds, index, TAGS)
        if (slice === undefined) throw new Error(`There is no slice ${index}.`)
        const read = await readClip(slice.bytes)
        payloads.push(...read.packets.map(({ payload }) => payload))
        expect(slice.durationMs).toBeCloseTo(durationMs, 6)
        expect(read.durationMs).toBeCloseTo(durationMs, 6)
      }
      expect(payloads).toEqual(whole.map(({ payload }) => payload))
    })
    await fc.assert(run, { numRuns: 15 })
  })

  it('are as long as asked for, less the look-ahead that each begins with; the last is shorter', async () => {
    const { bytes } = await clip()
    expect(await slicesOf(bytes, 2)).toEqual([
      { index: 0, startMs: 0, durationMs: 1993.5 },
      { index: 1, startMs: 2000, durationMs: 1993.5 },
      { index: 2, startMs: 4000, durationMs: 1393.5 },
    ])
  })

  it('say when they begin, which they are, and what of', async () => {
    const slice = await writeSlice((await clip()).bytes, 2, 1, { ...TAGS, source: 'clip-7' })
    expect((await readClip(slice?.bytes ?? new Uint8Array())).tags).toMatchObject({
      DATE: '2026-11-01T00:00:02.000Z',
      EARSHOT_SOURCE: 'clip-7',
      EARSHOT_INDEX: '1',
    })
  })

  it('are none where none can be', async () => {
    const { bytes } = await clip()
    expect(await writeSlice(bytes, 2, 3, TAGS)).toBeUndefined()
    expect(await slicesOf(bytes, 0)).toEqual([])
    expect(await slicesOf(bytes, Number.NaN)).toEqual([])
    expect(await slicesOf(bytes, Number.POSITIVE_INFINITY)).toHaveLength(1)
  })
})
