/**
 * The containers in which a clip is served, and a finished one taken from Ogg into another: the same packets, never decoded.
 */

import { Mp4OutputFormat, WebMOutputFormat } from 'mediabunny'
import { shortTagsOf } from './clip-tags.ts'
import { clearTimes } from './mp4-times.ts'
import { mux } from './mux.ts'
import { GRANULES_PER_MS } from './opus-head.ts'
import { type Clip, readClip } from './read-clip.ts'

export const CONTAINERS = {
  ogg: 'audio/ogg; codecs=opus',
  webm: 'audio/webm; codecs=opus',
  mp4: 'audio/mp4; codecs=opus',
} as const

export type Container = keyof typeof CONTAINERS

/** A whole Ogg Opus file in, a whole file out. Rejects with `UnreadableClip` what is none. */
export async function remux(ogg: Uint8Array, container: Exclude<Container, 'ogg'>): Promise<Uint8Array<ArrayBuffer>> {
  const clip = await readClip(ogg)
  const heard = clip.packets.filter(({ durationMs }) => durationMs > 0)
  const tags = tagsOf(clip)
  if (container === 'webm') return mux(new WebMOutputFormat(), heard, clip, tags)
  // In MP4 an edit list leaves the pre-skip out: it is what lies before 0.
  const skipMs = clip.preSkip / GRANULES_PER_MS
  const early = heard.map((packet) => ({ ...packet, atMs: packet.atMs - skipMs }))
  const file = await mux(new Mp4OutputFormat({ fastStart: 'in-memory' }), early, clip, tags)
  clearTimes(file)
  return file
}

function tagsOf({ tags }: Clip) {
  const startedAtMs = Date.parse(tags.DATE ?? '')
  const speaker = tags.ARTIST ?? ''
  return Number.isNaN(startedAtMs) ? { artist: speaker } : shortTagsOf({ speaker, startedAtMs })
}
