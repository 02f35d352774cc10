/**
 * Reads a whole Ogg Opus file back, ours or another's: its packets with their times, its tags, how long it plays. Decodes
 * nothing. Not on a packet's journey: what checks, cuts or repacks a clip begins here.
 */

import { granulesOf, oggPackets } from './ogg-packets.ts'
import { LAST, NO_GRANULE } from './ogg-page.ts'
import { GRANULES_PER_MS, readOpusHead } from './opus-head.ts'
import { claimedDurationMs } from './opus-packet.ts'
import { readOpusTags } from './opus-tags.ts'
import { UnreadableClip } from './unreadable-clip.ts'

export interface ClipPacket {
  /** Duration of all packets before it; the decoded sound is heard `preSkip` samples earlier. */
  atMs: number
  /** What is heard of it: less than it holds, even nothing, where the file's end cuts it off (RFC 7845 §4.4). */
  durationMs: number
  payload: Uint8Array
}

export interface Clip {
  packets: ClipPacket[]
  /** By name, in capitals. */
  tags: Record<string, string>
  /** The identification header, as bytes. */
  head: Uint8Array
  channels: number
  /** Samples at 48 kHz that a player leaves out at the start. */
  preSkip: number
  /** Of every page on which a packet ends, headers included. */
  granules: number[]
  /** What a player shows: the last granule position less the pre-skip and what came before the file (RFC 7845 §4.3). */
  durationMs: number
}

/** Rejects with `UnreadableClip` what is no whole Ogg Opus file of one stream. */
export async function readClip(ogg: Uint8Array): Promise<Clip> {
  const [first, second, ...rest] = oggPackets(ogg)
  const head = first && readOpusHead(first.bytes)
  const tags = second && readOpusTags(second.bytes)
  if (head === undefined || tags === undefined) throw new UnreadableClip('not-ogg-opus')
  const packets: ClipPacket[] = []
  let endMs = 0
  let firstPageEndMs = 0
  for (const { bytes: payload, page } of rest) {
    const durationMs = claimedDurationMs(payload)
    if (durationMs === undefined) throw new UnreadableClip('broken-packet')
    packets.push({ atMs: endMs, durationMs, payload })
    endMs += durationMs
    if (page === rest[0]?.page) firstPageEndMs = endMs
  }
  const heardUntilMs = heardUntil(rest, firstPageEndMs, endMs)
  trim(packets, heardUntilMs)
  const { channels, preSkip } = head
  const durationMs = Math.max(0, heardUntilMs - preSkip / GRANULES_PER_MS)
  return {
    packets,
    tags,
    head: (first as { bytes: Uint8Array }).bytes,
    channels,
    preSkip,
    granules: granulesOf(ogg),
    durationMs,
  }
}

/** Where the last granule position lies among the packets' own durations. */
function heardUntil(
  packets: readonly { page: { granule: number; flags: number } }[],
  firstPageEndMs: number,
  endMs: number,
) {
  const firstPage = packets[0]?.page
  const lastPage = packets.at(-1)?.page
  if (firstPage === undefined || lastPage === undefined || lastPage.granule === NO_GRANULE) return endMs
  // A first page that is the last one too says less than its packets only because it is cut.
  const offset = (firstPage.flags & LAST) !== 0 ? 0 : Math.max(0, firstPage.granule - firstPageEndMs * GRANULES_PER_MS)
  return Math.min(endMs, Math.max(0, (lastPage.granule - offset) / GRANULES_PER_MS))
}

function trim(packets: ClipPacket[], endMs: number): void {
  for (const packet of packets) packet.durationMs = Math.min(packet.durationMs, Math.max(0, endMs - packet.atMs))
}
