/**
 * What a clip says of itself, in names that players show (Vorbis comments, RFC 7845 §5.2) and a few of our own.
 */

import type { MetadataTags } from 'mediabunny'

export interface ClipTags {
  /** Who speaks, as a player shows it. */
  speaker: string
  /** Id of the room. */
  room: string
  startedAtMs: number
  /** What the clip was made from: the session, or the clip that a slice is cut from. */
  source: string
  /** Which of several from one source. */
  index?: number
}

/** As Vorbis comments: an Ogg file keeps every name and the full date. */
export const commentsOf = (tags: ClipTags): MetadataTags => ({
  raw: {
    ARTIST: tags.speaker,
    LOCATION: tags.room,
    DATE: new Date(tags.startedAtMs).toISOString(),
    ENCODER: 'Earshot',
    EARSHOT_SOURCE: tags.source,
    ...(tags.index === undefined ? {} : { EARSHOT_INDEX: String(tags.index) }),
  },
})

/** Where a container has names of its own: who speaks, and when. */
export const shortTagsOf = (tags: Pick<ClipTags, 'speaker' | 'startedAtMs'>): MetadataTags => ({
  artist: tags.speaker,
  date: new Date(tags.startedAtMs),
})

/**
 * A serial number for the clip's Ogg stream. The same clip has the same one, so that writing it again writes the same bytes.
 * FNV-1a over what tells clips apart.
 */
export function serialOf({ source, index, startedAtMs }: ClipTags): number {
  let hash = 0x811c_9dc5
  for (const byte of new TextEncoder().encode(`${source}\n${index}\n${startedAtMs}`)) {
    hash = Math.imul(hash ^ byte, 0x0100_0193)
  }
  return hash >>> 0
}
