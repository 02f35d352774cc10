/** Ogg Opus files that grow: their pages, and where they end. */

import { describe, expect, it } from 'vitest'
import { ClipWriter } from '../../../src/client/convert/clip-writer.ts'
import { ClipCheck } from '../../../src/clips/clip-check.ts'
import { pagesIn } from '../../../src/clips/ogg-page.ts'
import { writeOpusHead } from '../../../src/clips/opus-head.ts'
import { readClip } from '../../../src/clips/read-clip.ts'

const SAMPLES = 960
const PRE_SKIP = 312
const HEAD = writeOpusHead({ channels: 1, preSkip: PRE_SKIP })
/** CELT, full band, 20 ms, one frame. */
const TOC = 31 << 3

const packet = (bytes: number, fill = 0): Uint8Array => new Uint8Array(bytes).fill(fill).fill(TOC, 0, 1)

async function written(packets: readonly Uint8Array[], endSample: number): Promise<Uint8Array> {
  const writer = new ClipWriter()
  for (const payload of packets) writer.add(payload, SAMPLES)
  return new Uint8Array(await writer.finish(HEAD, endSample).arrayBuffer())
}

function checked(bytes: Uint8Array) {
  const check = new ClipCheck()
  check.push(bytes)
  return check.end()
}

describe('ClipWriter', () => {
  it('writes every packet, in order', async () => {
    const packets = Array.from({ length: 333 }, (_, index) => packet(2 + (index % 700), index))
    const { packets: read } = await readClip(await written(packets, packets.length * SAMPLES))
    expect(read.map(({ payload }) => payload)).toEqual(packets)
  })

  it('writes pages of a second at most, and the last one as such', async () => {
    const pages = [...pagesIn(await written(new Array(333).fill(packet(80)), 333 * SAMPLES))]
    const granules = pages.slice(2).map(({ granule }) => granule)
    expect(granules).toEqual([...[1, 2, 3, 4, 5, 6].map((second) => second * 48_000), 333 * SAMPLES])
    expect(pages.map(({ flags }) => flags)).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 4])
  })

  it('writes shorter pages where packets are as large as they can be', async () => {
    const file = await written(new Array(200).fill(packet(1_276, 7)), 200 * SAMPLES)
    expect(checked(file)).toMatchObject({ ok: true, packets: 200 })
  })

  it.each([
    [SAMPLES * 100, 100],
    [SAMPLES * 100 - 1, 100],
    [SAMPLES * 99, 99],
    [SAMPLES * 60 + 5, 61],
  ])('ends at sample %d of a hundred packets, with %d of them', async (endSample, count) => {
    const durationMs = Math.round((endSample - PRE_SKIP) / 48)
    const file = await written(new Array(100).fill(packet(80)), endSample)
    expect(checked(file)).toMatchObject({ ok: true, durationMs, packets: count })
  })

  it('stops as soon as there is more than can be sent', () => {
    const writer = new ClipWriter(10_000)
    const seconds = (count: number) => {
      for (let packets = 0; packets < 50 * count; packets += 1) writer.add(packet(80), SAMPLES)
    }
    seconds(2)
    expect(() => seconds(4)).toThrow(expect.objectContaining({ code: 'file-too-large' }))
  })
})
