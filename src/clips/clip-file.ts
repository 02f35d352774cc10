/**
 * The finished object: a timeline as an Ogg Opus file (RFC 7845), written by mediabunny. The same timeline and tags make the
 * same bytes.
 */

import { OggOutputFormat } from 'mediabunny'
import { type ClipTags, commentsOf, serialOf } from './clip-tags.ts'
import { mux, type TimedPacket } from './mux.ts'
import { stampSerial } from './ogg-page.ts'
import { GRANULES_PER_MS, LOOK_AHEAD_GRANULES, type OpusHead, writeOpusHead } from './opus-head.ts'
import type { Timeline } from './timeline.ts'

export type { ClipTags } from './clip-tags.ts'

/** RFC 7845 §4: a page of a second at most, so that a player seeks to within a second. */
const PAGE_S = 1

export interface ClipFile {
  bytes: Uint8Array<ArrayBuffer>
  /** What a player shows: the last granule position less the pre-skip. */
  durationMs: number
}

export const writeClip = (timeline: Timeline, tags: ClipTags): Promise<ClipFile> =>
  writeOgg(timeline.parts, { channels: timeline.channels, preSkip: LOOK_AHEAD_GRANULES }, tags)

/** Packets that follow one another from 0 ms on. */
export async function writeOgg(packets: readonly TimedPacket[], head: OpusHead, tags: ClipTags): Promise<ClipFile> {
  const format = new OggOutputFormat({ maximumPageDuration: PAGE_S })
  const bytes = await mux(format, packets, { ...head, head: writeOpusHead(head) }, commentsOf(tags))
  stampSerial(bytes, serialOf(tags))
  const last = packets.at(-1)
  const endMs = last === undefined ? 0 : last.atMs + last.durationMs
  return { bytes, durationMs: Math.max(0, endMs - head.preSkip / GRANULES_PER_MS) }
}
