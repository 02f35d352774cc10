/** Ogg Opus files put together page by page, so that a test says what is wrong with one and nothing else is. */

import { FIRST, LAST, stampChecksum, writePage } from '../../src/clips/ogg-page.ts'
import { writeOpusHead } from '../../src/clips/opus-head.ts'
import { joinBytes } from '../../src/protocol/join-bytes.ts'
import { opusPayload } from './spoken.ts'

/** OpusTags of no encoder and no comments. */
export const NO_TAGS = Uint8Array.of(...new TextEncoder().encode('OpusTags'), 0, 0, 0, 0, 0, 0, 0, 0)
/** 20 ms. */
export const SOUND = opusPayload(20, 1, 2, 3)
export const SOUND_SAMPLES = 960

export const HEAD = writeOpusHead({ channels: 1, preSkip: 312 })

/** So many packets of 20 ms. */
export const sounds = (count: number): Uint8Array[] => new Array(count).fill(SOUND)

interface PageParts {
  packets: Uint8Array[]
  granule?: number
  flags?: number
  serial?: number
  number?: number
}

export interface FileParts {
  head?: Uint8Array
  tags?: Uint8Array
  /** What is behind the headers. Granule positions are those of packets of 20 ms, and the last page is the last, unless told. */
  audio?: PageParts[]
}

/** As its parts, one page each. */
export function pagesOf({ head = HEAD, tags = NO_TAGS, audio = [{ packets: sounds(2) }] }: FileParts): Uint8Array[] {
  const pages: PageParts[] = [{ packets: [head], granule: 0, flags: FIRST }, { packets: [tags], granule: 0 }, ...audio]
  let granule = 0
  return pages.map((page, number) => {
    if (number >= 2) granule += page.packets.length * SOUND_SAMPLES
    const flags = number === pages.length - 1 ? LAST : 0
    return writePage({ flags, granule, serial: 9, number, ...page }, page.packets)
  })
}

export const fileOf = (parts: FileParts = {}): Uint8Array<ArrayBuffer> => joinBytes(pagesOf(parts))

interface OpenPage {
  flags: number
  granule: number
  serial: number
  number: number
}

/** A page of so many lacings, all of it the middle of a packet. */
export function openPage(page: OpenPage, lacings: number): Uint8Array {
  const bytes = joinBytes([writePage(page, [new Uint8Array(lacings * 255 - 1)]), new Uint8Array(1)])
  // Its last lacing, which lies before the body, says that the packet goes on.
  bytes[bytes.length - lacings * 255 - 1] = 255
  stampChecksum(bytes)
  return bytes
}
