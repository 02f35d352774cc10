/** Reading Ogg Opus that others wrote, cut off or made up. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeClip } from '../../src/clips/clip-file.ts'
import { FIRST, LAST, pagesIn, readPage, writePage } from '../../src/clips/ogg-page.ts'
import { writeOpusHead } from '../../src/clips/opus-head.ts'
import { readClip } from '../../src/clips/read-clip.ts'
import { UnreadableClip } from '../../src/clips/unreadable-clip.ts'
import { opusPayload, row, spoken, TAGS, timelineFrom } from './spoken.ts'

/** OpusTags of no encoder and no comments. */
const NO_TAGS = Uint8Array.of(...new TextEncoder().encode('OpusTags'), 0, 0, 0, 0, 0, 0, 0, 0)
const SOUND = opusPayload(20, 1, 2, 3)

const page = (number: number, packets: Uint8Array[], granule = 0, flags = 0) =>
  writePage({ flags, granule, serial: 9, number }, packets)

/** A file of pages behind the headers. */
const fileOf = (...audio: Uint8Array[]) => {
  const head = writeOpusHead({ channels: 1, preSkip: 312 })
  return Uint8Array.from([page(0, [head], 0, FIRST), page(1, [NO_TAGS]), ...audio].flatMap((bytes) => [...bytes]))
}

const reasonOf = (bytes: Uint8Array) =>
  readClip(bytes).then(
    () => 'readable',
    (error: unknown) => (error instanceof UnreadableClip ? error.code : error),
  )

describe('durations', () => {
  it('leave out what the last granule position cuts off, even a whole packet', async () => {
    const clip = await readClip(fileOf(page(2, [SOUND, SOUND]), page(3, [SOUND, SOUND], 48 * 50, LAST)))
    expect(clip.durationMs).toBe(50 - 6.5)
    expect(clip.packets.map(({ durationMs }) => durationMs)).toEqual([20, 20, 10, 0])
  })

  it('leave out what was before the file, where it begins in the middle of a stream', async () => {
    const clip = await readClip(fileOf(page(2, [SOUND], 48 * 1020), page(3, [SOUND], 48 * 1040)))
    expect(clip.durationMs).toBe(40 - 6.5)
  })

  it('are nothing without packets', async () => {
    expect(await readClip(fileOf())).toMatchObject({ durationMs: 0, packets: [] })
  })
})

describe('what is not readable', () => {
  const other = writePage({ flags: FIRST, granule: 0, serial: 8, number: 2 }, [SOUND])

  it.each([
    ['not-ogg-opus', 'nothing', new Uint8Array()],
    ['not-ogg-opus', 'an Ogg file of something else', page(0, [SOUND, NO_TAGS], 0, FIRST)],
    [
      'not-ogg-opus',
      'comments that run out of their packet',
      page(0, [writeOpusHead({ channels: 1, preSkip: 0 }), NO_TAGS.subarray(0, 14)], 0, FIRST),
    ],
    ['broken-page', 'a page missing', fileOf(page(3, [SOUND]))],
    ['broken-page', 'something behind the last page', fileOf(page(2, [SOUND]), SOUND)],
    ['several-streams', 'a second stream', fileOf(page(2, [SOUND]), other)],
    ['broken-packet', 'a packet that is not Opus', fileOf(page(2, [Uint8Array.of(3, 0)]))],
    ['broken-packet', 'an empty packet', fileOf(page(2, [new Uint8Array()]))],
  ])('is called %s: %s', async (reason, _, bytes) => {
    expect(await reasonOf(bytes)).toBe(reason)
  })

  it('is any file with a bit changed', async () => {
    const { bytes } = await writeClip(timelineFrom(row(0, 20)), TAGS)
    const anyBit = fc.integer({ min: 0, max: bytes.length * 8 - 1 })
    const run = fc.asyncProperty(anyBit, async (bit) => {
      const changed = bytes.slice()
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(await reasonOf(changed)).toMatch(/^(not-ogg-opus|broken-page)$/)
    })
    await fc.assert(run)
  })

  it('is any bytes, without another error', async () => {
    const run = fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 })), async (packets) => {
      const bytes = page(0, packets.slice(0, 100), 0, FIRST)
      expect(await reasonOf(bytes)).toBe('not-ogg-opus')
      expect(await reasonOf(fileOf(page(2, packets.slice(0, 100), 1e9)))).toMatch(/^(readable|broken-packet)$/)
    })
    await fc.assert(run)
  })
})

describe('pages', () => {
  it('that end in the middle of a packet are put together', async () => {
    const long = { durationMs: 60, payload: opusPayload(60, ...new Array(1200).fill(5)) } as const
    const timeline = timelineFrom(Array.from({ length: 100 }, (_, index) => spoken(index * 6, long)))
    const { bytes } = await writeClip(timeline, TAGS)
    expect((await readClip(bytes)).packets.map(({ payload }) => payload)).toEqual(
      timeline.parts.map((part) => part.payload),
    )
  })

  it('are written as they are read', async () => {
    const { bytes } = await writeClip(timelineFrom(row(0, 200)), TAGS)
    for (const read of pagesIn(bytes)) {
      const packets: Uint8Array[] = []
      let at = 0
      for (const lacing of read.lacings) {
        packets.push(read.body.subarray(at, at + lacing))
        at += lacing
      }
      expect(writePage(read, packets)).toEqual(read.bytes)
    }
  })

  it('hold packets of 255 bytes and of none', () => {
    const packets = [new Uint8Array(255).fill(1), new Uint8Array(), new Uint8Array(510).fill(2)]
    const bytes = page(0, packets, 2 ** 40)
    expect(readPage(bytes, 0)).toMatchObject({ granule: 2 ** 40, lacings: Uint8Array.of(255, 0, 0, 255, 255, 0) })
  })
})
