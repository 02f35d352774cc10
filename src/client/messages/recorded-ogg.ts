/**
 * The Ogg pages of a voice message (RFC 3533, RFC 7845), written one by one as it is said and read back after a crash. A
 * message without its last page, the one that says so, is not sealed: it can go on. Pure.
 */

import { FRAME_SAMPLES } from '../../audio/pcm.ts'
import { FIRST, LAST, type Page, pagesIn, writePage } from '../../clips/ogg-page.ts'
import { LOOK_AHEAD_GRANULES, readOpusHead, writeOpusHead } from '../../clips/opus-head.ts'
import { joinBytes } from '../../protocol/join-bytes.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** The identification header and the comments, each a page (RFC 7845 §3). */
const HEADER_PAGES = 2
const FULL_LACING = 255

export interface AudioPage {
  /** Position among all pages of the file. */
  number: number
  packets: readonly Uint8Array[]
  /** Frames in the message before this page. */
  firstFrame: number
  /** Of the last page of all: where the sound ends, in samples of the message; else null. */
  endsAtSample: number | null
}

/** Where a page lies in the file, and what it holds. */
export interface PagePlace {
  at: number
  firstFrame: number
}

/** A file as it was found: what is behind its last whole page is not there. */
export interface FoundRecording {
  serial: number
  channels: 1 | 2
  pages: PagePlace[]
  /** Of all whole pages. */
  bytes: number
  frames: number
  isSealed: boolean
  /** As far as the last page says: what is heard, in samples; null where it says nothing special. */
  samples: number
}

export function headerPages(serial: number, comments: Record<string, string>, channels: 1 | 2): Bytes {
  const head = writeOpusHead({ channels, preSkip: LOOK_AHEAD_GRANULES })
  return joinBytes([
    writePage({ flags: FIRST, granule: 0, serial, number: 0 }, [head]),
    writePage({ flags: 0, granule: 0, serial, number: 1 }, [opusTags(comments)]),
  ])
}

export function audioPage(serial: number, { number, packets, firstFrame, endsAtSample }: AudioPage): Bytes {
  const full = (firstFrame + packets.length) * FRAME_SAMPLES
  // A last page that ended before it began would contradict the one before it (RFC 7845 §4.4).
  const least = firstFrame * FRAME_SAMPLES + 1
  const granule = endsAtSample === null ? full : Math.max(least, Math.min(full, endsAtSample + LOOK_AHEAD_GRANULES))
  return writePage({ flags: endsAtSample === null ? 0 : LAST, granule, serial, number }, packets)
}

/** Number of the page that holds audio and is the `index`-th to do so. */
export const audioPageNumber = (index: number): number => HEADER_PAGES + index

/** undefined: there is not even the beginning of a message. */
export function findRecording(file: Uint8Array): FoundRecording | undefined {
  const places: PagePlace[] = []
  let [bytes, frames, count, isSealed, granule] = [0, 0, 0, false, LOOK_AHEAD_GRANULES]
  let serial: number | undefined
  let channels: 1 | 2 = 1
  for (const page of pagesIn(file)) {
    serial ??= page.serial
    if (page.serial !== serial || page.number !== count || isSealed) break
    if (count === 0) channels = readOpusHead(page.body)?.channels === 2 ? 2 : 1
    if (count >= HEADER_PAGES) {
      places.push({ at: bytes, firstFrame: frames })
      frames += packetsOf(page).length
      granule = page.granule
    }
    isSealed = (page.flags & LAST) !== 0
    bytes += page.bytes.length
    count += 1
  }
  if (serial === undefined || count < HEADER_PAGES) return undefined
  const samples = Math.max(0, granule - LOOK_AHEAD_GRANULES)
  return { serial, channels, pages: places, bytes, frames, isSealed, samples }
}

/** The packets of a page of ours, each of which ends on it. */
export function packetsOf({ lacings, body }: Pick<Page, 'lacings' | 'body'>): Uint8Array[] {
  const packets: Uint8Array[] = []
  let from = 0
  let end = 0
  for (const lacing of lacings) {
    end += lacing
    if (lacing === FULL_LACING) continue
    packets.push(body.subarray(from, end))
    from = end
  }
  return packets
}

/** RFC 7845 §5.2: 'OpusTags', who wrote it, and Vorbis comments, each with its length before it. */
function opusTags(comments: Record<string, string>): Bytes {
  const texts = Object.entries(comments).map(([name, value]) => `${name}=${value}`)
  const [vendor, ...encoded] = ['Earshot', ...texts].map((text) => new TextEncoder().encode(text))
  const withLength = (bytes: Uint8Array) => [uint32(bytes.length), bytes]
  const list = [uint32(encoded.length), ...encoded.flatMap(withLength)]
  return joinBytes([new TextEncoder().encode('OpusTags'), ...withLength(vendor as Uint8Array), ...list])
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}
