/**
 * The packets of an Ogg stream (RFC 3533 §5), put together from its pages. Strict: a page that is missing, doubled or of another
 * stream, and a packet that goes on where none has begun, is a fault.
 *
 * Next: src/clips/clip-check.ts for a file that comes bit by bit, src/clips/read-clip.ts for a whole one.
 */

import { joinBytes } from '../protocol/join-bytes.ts'
import { CONTINUED, FIRST, FULL_LACING, LAST, NO_GRANULE, type Page, pagesIn } from './ogg-page.ts'
import { UnreadableClip } from './unreadable-clip.ts'

export interface OggPacket {
  /** A view of the page where the packet lies on one. */
  bytes: Uint8Array
  /** The page on which it ends. */
  page: Page
}

export type OggFault = 'broken-page' | 'several-streams'

/** One stream, page after page. */
export class OggPackets {
  #last: Page | undefined
  /** What earlier pages held of a packet that goes on. */
  readonly #pieces: Uint8Array[] = []

  /** Bytes held of a packet that goes on. */
  get openBytes(): number {
    return this.#pieces.reduce((sum, { length }) => sum + length, 0)
  }

  /** Whether a packet has begun that the next page goes on with. */
  get isInsidePacket(): boolean {
    return this.#pieces.length > 0
  }

  /** The packets that end on this page. Where it is of this stream and follows what came before; else why not. */
  push(page: Page): OggPacket[] | OggFault {
    const fault = this.#faultOf(page)
    if (fault !== undefined) return fault
    this.#last = page
    return this.#packetsEndingOn(page)
  }

  #faultOf(page: Page): OggFault | undefined {
    const last = this.#last
    // Flags of a version to come: some readers take the file for none then.
    if (page.flags > (CONTINUED | FIRST | LAST)) return 'broken-page'
    const isFirst = (page.flags & FIRST) !== 0
    if (last === undefined) return isFirst && (page.flags & CONTINUED) === 0 ? undefined : 'broken-page'
    if (isFirst || page.serial !== last.serial) return 'several-streams'
    if (page.number !== last.number + 1 || (last.flags & LAST) !== 0) return 'broken-page'
    return ((page.flags & CONTINUED) !== 0) === this.isInsidePacket ? undefined : 'broken-page'
  }

  #packetsEndingOn(page: Page): OggPacket[] {
    const packets: OggPacket[] = []
    let from = 0
    let end = 0
    for (const lacing of page.lacings) {
      end += lacing
      if (lacing === FULL_LACING) continue
      packets.push({ bytes: this.#close(page.body.subarray(from, end)), page })
      from = end
    }
    // A copy: the page may be gone when the rest of the packet is here.
    if (page.lacings.at(-1) === FULL_LACING) this.#pieces.push(page.body.slice(from))
    return packets
  }

  #close(piece: Uint8Array): Uint8Array {
    if (this.#pieces.length === 0) return piece
    return joinBytes([...this.#pieces.splice(0), piece])
  }
}

/** Those of a whole file of one stream. Ends with `UnreadableClip` where the file does not hold one. */
export function* oggPackets(file: Uint8Array): Generator<OggPacket> {
  const stream = new OggPackets()
  let at = 0
  for (const page of pagesIn(file)) {
    const packets = stream.push(page)
    if (typeof packets === 'string') throw new UnreadableClip(packets)
    yield* packets
    at += page.bytes.length
  }
  if (at === 0) throw new UnreadableClip('not-ogg-opus')
  if (at < file.length) throw new UnreadableClip('broken-page')
}

/** Granule positions of all pages on which a packet ends, in order. */
export const granulesOf = (file: Uint8Array): number[] =>
  [...pagesIn(file)].map(({ granule }) => granule).filter((granule) => granule !== NO_GRANULE)
