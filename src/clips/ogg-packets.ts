/**
 * The packets of an Ogg file of one stream (RFC 3533 §5), put together from its pages. Strict: a page that is missing, damaged or
 * of another stream ends it with `UnreadableClip`.
 */

import { joinBytes } from '../protocol/join-bytes.ts'
import { FIRST, NO_GRANULE, type Page, pagesIn } from './ogg-page.ts'
import { UnreadableClip } from './unreadable-clip.ts'

const FULL_LACING = 255

export interface OggPacket {
  /** A view of the file where the packet lies on one page. */
  bytes: Uint8Array
  /** The page on which it ends. */
  page: Page
}

export function* oggPackets(file: Uint8Array): Generator<OggPacket> {
  const pieces: Uint8Array[] = []
  for (const page of pagesOf(file)) {
    let from = 0
    let end = 0
    for (const lacing of page.lacings) {
      end += lacing
      if (lacing === FULL_LACING) continue
      pieces.push(page.body.subarray(from, end))
      const [only] = pieces
      yield { bytes: only !== undefined && pieces.length === 1 ? only : joinBytes(pieces), page }
      pieces.length = 0
      from = end
    }
    if (from < end) pieces.push(page.body.subarray(from))
  }
}

/** Granule positions of all pages on which a packet ends, in order. */
export const granulesOf = (file: Uint8Array): number[] =>
  [...pagesOf(file)].map(({ granule }) => granule).filter((granule) => granule !== NO_GRANULE)

function* pagesOf(file: Uint8Array): Generator<Page> {
  let first: Page | undefined
  let at = 0
  let count = 0
  for (const page of pagesIn(file)) {
    first ??= page
    const isFirst = (page.flags & FIRST) !== 0
    if (page.serial !== first.serial || isFirst !== (page === first)) throw new UnreadableClip('several-streams')
    if (page.number !== first.number + count) throw new UnreadableClip('broken-page')
    yield page
    at += page.bytes.length
    count += 1
  }
  if (first === undefined) throw new UnreadableClip('not-ogg-opus')
  if (at < file.length) throw new UnreadableClip('broken-page')
}
