/**
 * A finished clip cut into pieces of some seconds, on packets: put together, the pieces' packets are the clip's.
 */

import { type ClipFile, type ClipTags, writeOgg } from './clip-file.ts'
import { GRANULES_PER_MS, LOOK_AHEAD_GRANULES } from './opus-head.ts'
import { type Clip, type ClipPacket, readClip } from './read-clip.ts'

export interface Slice {
  index: number
  /** Where in what is heard of the clip the slice begins. */
  startMs: number
  /** What a player shows of it. */
  durationMs: number
}

/** Slices of `seconds`, the last one shorter; each ends where a packet ends. Rejects with `UnreadableClip` what is no Ogg Opus. */
export async function slicesOf(ogg: Uint8Array, seconds: number): Promise<Slice[]> {
  const clip = await readClip(ogg)
  return cut(clip, seconds).map((packets, index) => sliceOf(clip, packets, index))
}

/**
 * One of them as an Ogg Opus file of its own. `tags` are the clip's; the slice's start and index are put in.
 * undefined: no such slice.
 */
export async function writeSlice(
  ogg: Uint8Array,
  seconds: number,
  index: number,
  tags: ClipTags,
): Promise<ClipFile | undefined> {
  const clip = await readClip(ogg)
  const packets = cut(clip, seconds)[index]
  if (packets === undefined) return undefined
  const { startMs } = sliceOf(clip, packets, index)
  const shiftMs = packets[0]?.atMs ?? 0
  const preSkip = preSkipOf(clip, index)
  return writeOgg(
    packets.map((packet) => ({ ...packet, atMs: packet.atMs - shiftMs })),
    { channels: clip.channels, preSkip },
    { ...tags, startedAtMs: tags.startedAtMs + Math.round(startMs), index },
  )
}

/** A packet is of the slice in whose seconds it begins; seconds in which none does make no slice. */
function cut({ packets }: Clip, seconds: number): ClipPacket[][] {
  if (!(seconds > 0)) return []
  const slices = new Map<number, ClipPacket[]>()
  for (const packet of packets) {
    if (packet.durationMs === 0) continue
    const second = Math.floor(packet.atMs / (1000 * seconds))
    const slice = slices.get(second)
    if (slice === undefined) slices.set(second, [packet])
    else slice.push(packet)
  }
  return [...slices.values()]
}

function sliceOf(clip: Clip, packets: readonly ClipPacket[], index: number): Slice {
  const skipMs = preSkipOf(clip, index) / GRANULES_PER_MS
  const { atMs } = packets[0] as ClipPacket
  const last = packets.at(-1) as ClipPacket
  const startMs = atMs + skipMs - clip.preSkip / GRANULES_PER_MS
  return { index, startMs, durationMs: Math.max(0, last.atMs + last.durationMs - atMs - skipMs) }
}

/** Only the clip's own start may be longer than a decoder needs. */
const preSkipOf = (clip: Clip, index: number): number => (index === 0 ? clip.preSkip : LOOK_AHEAD_GRANULES)
