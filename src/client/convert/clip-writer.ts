/**
 * An Ogg Opus file (RFC 7845) that grows page by page; what is written is the browser's to keep, which may put it on disk. Its
 * first page is written last: only the end tells how many channels there were. Pure but for `Blob` and the serial's chance.
 */

import { FIRST, LAST, lacingsOf, MAX_LACINGS, writePage } from '../../clips/ogg-page.ts'
import { OPUS_RATE_HZ } from '../../clips/opus-head.ts'
import { writeOpusTags } from '../../clips/opus-tags.ts'
import { MAX_UPLOAD_BYTES } from '../../protocol/limits.ts'
import { EarshotError } from '../errors.ts'

/** A second: RFC 7845 §4 wants pages no longer, so that a player seeks to within one. */
const PAGE_SAMPLES = OPUS_RATE_HZ
/** So much more is held back: what the end of a file is cut by. Decoders run over by a packet or two. */
const HELD_SAMPLES = OPUS_RATE_HZ
/** Pages are joined to this before they are given away: a browser takes pieces of a MB more gladly than of 4 kB. */
const CHUNK_BYTES = 1_048_576
const HEADER_PAGES = 2

export const CLIP_TYPE = 'audio/ogg; codecs=opus'

interface HeldPacket {
  payload: Uint8Array
  samples: number
}

export class ClipWriter {
  readonly #serial = crypto.getRandomValues(new Uint32Array(1))[0] as number
  readonly #held: HeldPacket[] = []
  #heldSamples = 0
  readonly #pages: Uint8Array<ArrayBuffer>[] = []
  #pageBytes = 0
  /** Of all pages. */
  #bytes = 0
  readonly #chunks: Blob[] = []
  #granule = 0
  #number = HEADER_PAGES
  readonly #mostBytes: number

  constructor(mostBytes = MAX_UPLOAD_BYTES) {
    this.#mostBytes = mostBytes
  }

  /** Of all packets, at 48 kHz. */
  get samples(): number {
    return this.#granule + this.#heldSamples
  }

  /** @throws {EarshotError} `file-too-large`: it cannot be sent any more, however much is still to come */
  add(payload: Uint8Array, samples: number): void {
    this.#held.push({ payload, samples })
    this.#heldSamples += samples
    while (this.#heldSamples >= PAGE_SAMPLES + HELD_SAMPLES) this.#write(this.#nextPage(), 0)
  }

  /** `head`: the file's OpusHead. What lies behind `endSample`, at most a second, is not heard. */
  finish(head: Uint8Array, endSample: number): Blob {
    this.#leaveOutFrom(endSample)
    while (this.#held.length > 0) {
      const page = this.#nextPage()
      const isLast = this.#held.length === 0
      this.#write(page, isLast ? LAST : 0, isLast ? Math.min(this.samples, endSample) : undefined)
    }
    this.#giveAway()
    return new Blob([...this.#headerPages(head), ...this.#chunks], { type: CLIP_TYPE })
  }

  /** RFC 7845 §4.4: a packet of which nothing is heard has no place at the end. */
  #leaveOutFrom(endSample: number): void {
    for (let last = this.#held.at(-1); last !== undefined; last = this.#held.at(-1)) {
      if (this.samples - last.samples < endSample || this.#held.length === 1) return
      this.#held.pop()
      this.#heldSamples -= last.samples
    }
  }

  #nextPage(): HeldPacket[] {
    let samples = 0
    let lacings = 0
    let count = 0
    for (const packet of this.#held) {
      samples += packet.samples
      lacings += lacingsOf(packet.payload.length)
      if (count > 0 && (samples > PAGE_SAMPLES || lacings > MAX_LACINGS)) break
      count += 1
    }
    return this.#held.splice(0, count)
  }

  #write(packets: readonly HeldPacket[], flags: number, endSample?: number): void {
    const samples = packets.reduce((sum, packet) => sum + packet.samples, 0)
    this.#granule += samples
    this.#heldSamples -= samples
    const page = { flags, granule: endSample ?? this.#granule, serial: this.#serial, number: this.#number }
    const bytes = writePage(
      page,
      packets.map(({ payload }) => payload),
    )
    this.#number += 1
    this.#pages.push(bytes)
    this.#pageBytes += bytes.length
    this.#bytes += bytes.length
    if (this.#bytes > this.#mostBytes) throw new EarshotError('file-too-large')
    if (this.#pageBytes >= CHUNK_BYTES) this.#giveAway()
  }

  #giveAway(): void {
    this.#chunks.push(new Blob(this.#pages.splice(0)))
    this.#pageBytes = 0
  }

  /** What the file says of its content stays where it was: a voice message does not tell titles, places and covers. */
  #headerPages(head: Uint8Array): Uint8Array<ArrayBuffer>[] {
    const page = { granule: 0, serial: this.#serial }
    return [
      writePage({ ...page, flags: FIRST, number: 0 }, [head]),
      writePage({ ...page, flags: 0, number: 1 }, [writeOpusTags('Earshot', {})]),
    ]
  }
}
