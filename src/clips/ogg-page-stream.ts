/**
 * The pages of an Ogg file whose bytes come bit by bit: holds one page at a time, whatever comes and however it is cut.
 *
 * Next: src/clips/ogg-packets.ts
 */

import { MAX_PAGE_BYTES, type Page, pageBytesOf, readPage } from './ogg-page.ts'

export class OggPageStream {
  readonly #held = new Uint8Array(MAX_PAGE_BYTES)
  #count = 0

  /** Whether the bytes so far end in the middle of a page. */
  get isInsidePage(): boolean {
    return this.#count > 0
  }

  /** The pages that are whole with these bytes, each only until the next is asked for; undefined, and no more, where none begins. */
  *push(bytes: Uint8Array): Generator<Page | undefined, void> {
    for (let at = 0; at < bytes.length; ) {
      at += this.#take(bytes.subarray(at))
      const wanted = pageBytesOf(this.#begun)
      if (wanted !== undefined && wanted > this.#count) continue
      const page = wanted === undefined ? undefined : readPage(this.#begun, 0)
      yield page
      if (page === undefined) return
      this.#count = 0
    }
  }

  get #begun(): Uint8Array {
    return this.#held.subarray(0, this.#count)
  }

  /** As many of these bytes as the page that has begun needs before it tells more; how many those are. */
  #take(bytes: Uint8Array): number {
    const wanted = pageBytesOf(this.#begun) ?? 0
    const taken = bytes.subarray(0, wanted - this.#count)
    this.#held.set(taken, this.#count)
    this.#count += taken.length
    return taken.length
  }
}
