/**
 * An Ogg Opus file that grows: what is added becomes pages at once. mediabunny holds the last packet of a stream back until it
 * knows whether another follows, so it writes the headers alone here.
 */

import { OggOutputFormat } from 'mediabunny'
import { type ClipTags, commentsOf, serialOf } from './clip-tags.ts'
import type { Part } from './gapless-line.ts'
import { mux } from './mux.ts'
import { LAST, lacingsOf, MAX_LACINGS, type Page, pagesIn, stampSerial, writePage } from './ogg-page.ts'
import { GRANULES_PER_MS, LOOK_AHEAD_GRANULES, type OpusHead, writeOpusHead } from './opus-head.ts'
import { emptyOpusPacket } from './opus-packet.ts'

/** A page is of no use until all of it is there. */
const MAX_PAGE_MS = 500
/**
 * Nobody knows yet whether the speaker will turn to music, and a head is written once: a decoder of two channels plays packets
 * of one on both (RFC 7845 §5.1.1), one of one channel would play music as the mean of its two. The finished clip knows.
 */
export const LIVE_HEAD = { channels: 2, preSkip: LOOK_AHEAD_GRANULES } as const satisfies OpusHead
/** As short as on the wire: stands where a packet has to be and nothing is heard. */
const SILENCE_MS = 10

export class LiveOgg {
  readonly #tags: ClipTags
  readonly #serial: number
  /** Number of the next page. */
  #number = 0
  #granule = 0
  #last: Uint8Array | undefined

  constructor(tags: ClipTags) {
    this.#tags = tags
    this.#serial = serialOf(tags)
  }

  async head(): Promise<Uint8Array<ArrayBuffer>> {
    const description = { ...LIVE_HEAD, head: writeOpusHead(LIVE_HEAD) }
    // Without a packet, the file would end with its headers.
    const packet = { atMs: 0, durationMs: SILENCE_MS, payload: emptyOpusPacket(SILENCE_MS) }
    const bytes = await mux(new OggOutputFormat(), [packet], description, commentsOf(this.#tags))
    stampSerial(bytes, this.#serial)
    const pages = [...pagesIn(bytes)]
    const audio = pages.at(-1) as Page
    this.#number = audio.number
    return bytes.slice(0, bytes.length - audio.bytes.length)
  }

  async add(parts: readonly Part[]): Promise<Uint8Array<ArrayBuffer>[]> {
    return pagesOf(parts).map((page) => {
      this.#granule = endMs(page) * GRANULES_PER_MS
      this.#last = page.at(-1)?.payload
      return this.#page(
        page.map(({ payload }) => payload),
        0,
      )
    })
  }

  /**
   * The mark of the last page is only known now, and a page without a packet trips readers: so it holds one of which the granule
   * position says that nothing is heard (RFC 7845 §4.4).
   */
  async end(): Promise<Uint8Array<ArrayBuffer>[]> {
    return [this.#page([emptyOpusPacket(SILENCE_MS, this.#last)], LAST)]
  }

  #page(packets: Uint8Array[], flags: number): Uint8Array<ArrayBuffer> {
    const number = this.#number
    this.#number += 1
    return writePage({ flags, granule: this.#granule, serial: this.#serial, number }, packets)
  }
}

function pagesOf(parts: readonly Part[]): Part[][] {
  const pages: Part[][] = []
  let page: Part[] = []
  let lacings = 0
  for (const part of parts) {
    const more = lacingsOf(part.payload.length)
    const first = page[0]
    const fits = first !== undefined && lacings + more <= MAX_LACINGS && endMs([part]) - first.atMs <= MAX_PAGE_MS
    if (!fits) {
      page = []
      lacings = 0
      pages.push(page)
    }
    page.push(part)
    lacings += more
  }
  return pages
}

function endMs(parts: readonly Part[]): number {
  const last = parts.at(-1)
  return last === undefined ? 0 : last.atMs + last.durationMs
}
