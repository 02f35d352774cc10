/** What may come in as a voice message, and why what may not does not. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClipCheck } from '../../src/clips/clip-check.ts'
import { writeClip } from '../../src/clips/clip-file.ts'
import { liveClip } from '../../src/clips/live-clip.ts'
import { CONTINUED, FIRST, LAST, NO_GRANULE, pagesIn, writePage } from '../../src/clips/ogg-page.ts'
import { timelineOf } from '../../src/clips/timeline.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import { joinBytes } from '../../src/protocol/join-bytes.ts'
import { MAX_MESSAGE_MS } from '../../src/protocol/limits.ts'
import { check, verdict } from './checked.ts'
import { fileOf, HEAD, NO_TAGS, openPage, pagesOf, SOUND, SOUND_SAMPLES, sounds } from './ogg-file.ts'
import { anyPackets, row, TAGS } from './spoken.ts'

const head = (at: number, byte: number): Uint8Array => HEAD.with(at, byte)
const zeros = (count: number) => new Uint8Array(count)
const tagsOf = (bytes: number) => joinBytes([NO_TAGS, zeros(bytes - NO_TAGS.length)])

/** 20 ms of SILK with so much padding that it takes `bytes` (RFC 6716 §3.2.5). */
function padded(bytes: number): Uint8Array {
  const lengths = Math.floor((bytes - 3) / 255)
  return joinBytes([Uint8Array.of((1 << 3) | 3, 0x41), zeros(lengths).fill(255), zeros(bytes - 2 - lengths)])
}

/** The pages of a file with one of them written anew. */
function withPage(number: number, change: Partial<Parameters<typeof writePage>[0]>): Uint8Array {
  const pages = pagesOf({ audio: [{ packets: sounds(2) }, { packets: sounds(2) }] })
  const [page] = pagesIn(pages[number] as Uint8Array)
  if (page === undefined) throw new Error('There is no such page.')
  const packets = number < 2 ? [page.body] : sounds(2)
  return joinBytes(pages.with(number, writePage({ ...page, ...change }, packets)))
}

describe('what is a clip', () => {
  const ms = (count: number) => count * 48
  it.each([
    ['one packet', fileOf({ audio: [{ packets: [SOUND] }] })],
    ['several pages', fileOf({ audio: [{ packets: sounds(50) }, { packets: sounds(50) }, { packets: sounds(7) }] })],
    ['stereo', fileOf({ head: head(9, 2) })],
    ['tags of 60 KB', fileOf({ tags: tagsOf(60_000) })],
    ['a packet of 61,440 bytes, nearly all of it padding', fileOf({ audio: [{ packets: [padded(61_440)] }] })],
    ['no mark on its last page', fileOf({ audio: [{ packets: [SOUND], flags: 0 }] })],
    ['the end of its last packet cut off', fileOf({ audio: [{ packets: sounds(2), granule: ms(20) + 1 }] })],
    [
      'two packets of its last page cut off',
      fileOf({ audio: [{ packets: sounds(9) }, { packets: sounds(2), granule: ms(180) }] }),
    ],
    [
      'a page without packets at its end',
      fileOf({ audio: [{ packets: sounds(2) }, { packets: [], granule: ms(40) }] }),
    ],
    [
      'the same without a granule position',
      fileOf({ audio: [{ packets: sounds(2) }, { packets: [], granule: NO_GRANULE }] }),
    ],
    [
      'times that were rounded',
      fileOf({ audio: [{ packets: sounds(2) }, { packets: sounds(2), granule: ms(79) }, { packets: sounds(2) }] }),
    ],
    [
      'a page whose last packet counts to the next',
      fileOf({ audio: [{ packets: sounds(2) }, { packets: sounds(9), granule: ms(200) }, { packets: sounds(2) }] }),
    ],
    [
      'a beginning within a packet of another',
      fileOf({
        audio: [
          { packets: [SOUND], granule: ms(60), flags: 0 },
          { packets: [SOUND], granule: ms(80) },
        ],
      }),
    ],
    [
      'the rest of a stream, from its 7th page on',
      joinBytes(
        [...pagesIn(fileOf())].map((page, at) =>
          writePage({ ...page, number: 7 + at }, at === 2 ? sounds(2) : [page.body]),
        ),
      ),
    ],
  ])('is one with %s', (_, bytes) => {
    expect(verdict(bytes)).toBe('a clip')
  })

  it('is whatever this project writes of talk, finished or while it is spoken', async () => {
    const run = fc.asyncProperty(anyPackets, async (packets) => {
      const timeline = timelineOf(packets)
      if (timeline === undefined || timeline.durationMs < 20) return
      const { bytes, durationMs } = await writeClip(timeline, TAGS)
      const { channels, parts } = timeline
      const told = { ok: true, durationMs: Math.round(durationMs), channels, preSkip: 312, packets: parts.length }
      expect(check(bytes)).toMatchObject(told)
    })
    await fc.assert(run, { numRuns: 50 })
    const talk = [...row(0, 200), ...row(900, 3, 60)]
    const stream = new Blob([new Uint8Array(bundle(talk))]).stream()
    const live = new Uint8Array(await new Response(liveClip(stream, 'ogg', TAGS)).arrayBuffer())
    expect(check(live)).toMatchObject({ ok: true, durationMs: Math.round(9_180 - 6.5) })
  })
})

describe('what is none', () => {
  const audio = [{ packets: sounds(2) }, { packets: sounds(2) }]
  const other = fileOf({ audio: [{ packets: [SOUND], serial: 8 }] })

  it.each([
    ['not-ogg-opus', 'nothing', zeros(0)],
    ['not-ogg-opus', 'zeros', zeros(3)],
    ['not-ogg-opus', 'a WAV file', new TextEncoder().encode('RIFF....WAVEfmt ')],
    ['not-ogg-opus', 'Ogg of a version to come', fileOf().with(4, 1)],
    ['not-ogg-opus', 'a first page that is damaged', fileOf().with(30, 0)],
    [
      'not-ogg-opus',
      'an Ogg file of something else',
      fileOf({ head: Uint8Array.of(1, ...new TextEncoder().encode('vorbis'), ...zeros(23)) }),
    ],
    ['not-ogg-opus', 'a head of a version to come', fileOf({ head: head(8, 16) })],
    ['not-ogg-opus', 'a head of no version', fileOf({ head: head(8, 0) })],
    ['not-ogg-opus', 'a head without channels', fileOf({ head: head(9, 0) })],
    ['not-ogg-opus', 'a head with something behind it', fileOf({ head: joinBytes([HEAD, zeros(2)]) })],
    ['not-ogg-opus', 'a stream without its first page', joinBytes(pagesOf({}).slice(1))],
    ['not-ogg-opus', 'other tags', fileOf({ tags: SOUND })],
    ['not-ogg-opus', 'tags that run out of their packet', fileOf({ tags: NO_TAGS.with(8, 200) })],
    [
      'not-ogg-opus',
      'two packets on the first page',
      joinBytes([
        writePage({ flags: FIRST, granule: 0, serial: 9, number: 0 }, [HEAD, NO_TAGS]),
        ...pagesOf({}).slice(1),
      ]),
    ],
    ['too-many-channels', 'three channels', fileOf({ head: head(9, 3) })],
    ['too-many-channels', 'a map of channels', fileOf({ head: joinBytes([head(18, 1), Uint8Array.of(1, 0, 0)]) })],
    [
      'broken-page',
      'sound on the page of the tags',
      joinBytes([
        pagesOf({})[0] as Uint8Array,
        writePage({ flags: 0, granule: 0, serial: 9, number: 1 }, [NO_TAGS, SOUND]),
      ]),
    ],
    ['broken-page', 'a page missing', joinBytes(pagesOf({ audio }).toSpliced(2, 1))],
    [
      'broken-page',
      'a page twice',
      joinBytes(pagesOf({ audio }).flatMap((page, at) => (at === 2 ? [page, page] : [page]))),
    ],
    ['broken-page', 'a damaged page', fileOf({ audio }).with(-1, 0)],
    ['broken-page', 'something behind the last page', joinBytes([fileOf(), SOUND])],
    ['broken-page', 'a page behind the one that is marked as the last', withPage(2, { flags: LAST })],
    ['broken-page', 'a page with a flag that nobody knows', withPage(3, { flags: LAST | 64 })],
    ['not-ogg-opus', 'a first page with one', withPage(0, { flags: FIRST | 64 })],
    ['broken-page', 'a page that goes on with what has not begun', withPage(3, { flags: LAST | CONTINUED })],
    ['several-streams', 'a second file behind it', joinBytes([fileOf(), fileOf()])],
    [
      'several-streams',
      'a second stream beside it',
      joinBytes([pagesOf({})[0] as Uint8Array, writePage({ flags: FIRST, granule: 0, serial: 8, number: 0 }, [HEAD])]),
    ],
    ['several-streams', 'a page of another stream', other],
    ['broken-packet', 'a packet that is not Opus', fileOf({ audio: [{ packets: [Uint8Array.of(3, 0)] }] })],
    [
      'broken-packet',
      'frames that do not fit',
      fileOf({ audio: [{ packets: [SOUND, Uint8Array.of((31 << 3) | 1, 1, 2, 3)] }] }),
    ],
    ['broken-packet', 'an empty packet', fileOf({ audio: [{ packets: [zeros(0)] }] })],
    ['broken-packet', 'a packet of 61,441 bytes', fileOf({ audio: [{ packets: [padded(61_441)] }] })],
    ['broken-times', 'a head with a granule position', withPage(0, { granule: 1 })],
    ['broken-times', 'tags with a granule position', withPage(1, { granule: 960 })],
    ['broken-times', 'sound without a granule position', withPage(2, { granule: NO_GRANULE })],
    ['broken-times', 'a negative granule position', withPage(2, { granule: -2 })],
    ['broken-times', 'a first page that says less than it holds', withPage(2, { granule: 2 * SOUND_SAMPLES - 1 })],
    ['broken-times', 'granule positions that fall', withPage(3, { granule: 2 * SOUND_SAMPLES - 1 })],
    ['broken-times', 'a page that says more than there is', withPage(3, { granule: 5 * SOUND_SAMPLES + 1 })],
    ['broken-times', 'a last page that says so', fileOf({ audio: [{ packets: [SOUND], granule: 48_000 }] })],
    ['broken-times', 'an end without a mark that is cut', withPage(3, { flags: 0, granule: 3 * SOUND_SAMPLES - 1 })],
    [
      'broken-times',
      'what was cut out of a long stream',
      fileOf({
        audio: [
          { packets: [SOUND], granule: 48e3, flags: 0 },
          { packets: [SOUND], granule: 48e3 + 960 },
        ],
      }),
    ],
    [
      'broken-times',
      'granule positions no number can hold',
      fileOf({ audio: [{ packets: [SOUND], granule: 2 ** 62 }] }),
    ],
    ['no-sound', 'headers alone', fileOf({ audio: [] })],
    ['no-sound', 'a page without packets', fileOf({ audio: [{ packets: [] }] })],
    [
      'broken-times',
      'a page without packets that is not the last',
      fileOf({ audio: [{ packets: [] }, { packets: [SOUND] }] }),
    ],
    [
      'broken-page',
      'one before the tags',
      joinBytes(pagesOf({}).toSpliced(1, 0, writePage({ flags: 0, granule: 0, serial: 9, number: 1 }, []))),
    ],
    ['no-sound', 'less than is left out at the start', fileOf({ audio: [{ packets: [SOUND], granule: 312 }] })],
    ['no-sound', 'a pre-skip that is longer than all', fileOf({ head: head(11, 200) })],
    ['cut-off', 'a head alone', pagesOf({})[0] as Uint8Array],
    ['cut-off', 'the beginning of a first page', fileOf().slice(0, 20)],
    ['cut-off', 'a page that breaks off', fileOf().slice(0, -1)],
    [
      'cut-off',
      'a packet that breaks off',
      joinBytes([...pagesOf({}).slice(0, 2), openPage({ flags: LAST, granule: NO_GRANULE, serial: 9, number: 2 }, 3)]),
    ],
  ])('is called %s: %s', (reason, _, bytes) => {
    expect(verdict(bytes)).toBe(reason)
  })

  it('is told with the page that is wrong, and nothing mends it', () => {
    const [first, ...others] = pagesOf({ audio }) as [Uint8Array, ...Uint8Array[]]
    const check = new ClipCheck()
    expect(check.push(first)).toBeUndefined()
    expect(check.push(first)).toBe('several-streams')
    for (const page of others) expect(check.push(page)).toBe('several-streams')
    expect(check.end()).toEqual({ ok: false, reason: 'several-streams' })
    expect(new ClipCheck().push(new TextEncoder().encode('R'))).toBe('not-ogg-opus')
  })

  it('is a packet or tags that never end, as soon as they are too long', () => {
    const endless = (number: number, flags: number) => openPage({ flags, granule: NO_GRANULE, serial: 9, number }, 255)
    const tags = new ClipCheck()
    tags.push(pagesOf({})[0] as Uint8Array)
    const faults = Array.from({ length: 20 }, (_, at) => tags.push(endless(1 + at, at === 0 ? 0 : CONTINUED)))
    expect(faults.indexOf('broken-packet')).toBe(16)
    const packet = new ClipCheck()
    for (const page of pagesOf({}).slice(0, 2)) packet.push(page)
    expect(packet.push(endless(2, 0))).toBe('broken-packet')
  })

  it('is what lasts longer than a day, from the page on that passes it', () => {
    const check = new ClipCheck()
    for (const page of pagesOf({}).slice(0, 2)) check.push(page)
    // Two SILK frames of 60 ms without a byte (RFC 6716 §3.2.3).
    const packets = new Array<Uint8Array>(240).fill(Uint8Array.of((3 << 3) | 1))
    const pageMs = packets.length * 120
    const faults = Array.from({ length: MAX_MESSAGE_MS / pageMs + 1 }, (_, at) =>
      check.push(writePage({ flags: 0, granule: (at + 1) * pageMs * 48, serial: 9, number: 2 + at }, packets)),
    )
    expect(faults.indexOf('too-long')).toBe(MAX_MESSAGE_MS / pageMs)
    expect(check.end()).toEqual({ ok: false, reason: 'too-long' })
  })

  it('is what has more packets than can be looked at', () => {
    const three = fileOf({ audio: [{ packets: sounds(3) }] })
    const verdictOf = (packets: number) => new ClipCheck({ ms: MAX_MESSAGE_MS, packets }).push(three)
    expect([verdictOf(3), verdictOf(2)]).toEqual([undefined, 'too-long'])
  })
})
