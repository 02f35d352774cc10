/**
 * What somebody has missed in a room: texts since they were last there, and clips that they have not listened to. Pure.
 */

import type { Entry } from '../protocol/room-message.ts'

/** So far back it is looked; whoever has missed more reads no number. */
export const UNREAD_ENTRIES = 200

export interface Unread {
  texts: number
  clips: number
  /** Number of the log's last entry; 0 when it is empty. */
  lastEntry: number
}

export interface Reader {
  person: string
  /** When they were last in the room; null: never. */
  seenAtMs: number | null
  hasHeard(clip: string): boolean
}

/** Of the newest entries of a log, in any order. */
export function unreadOf(entries: readonly Entry[], { person, seenAtMs, hasHeard }: Reader): Unread {
  const ofOthers = entries.filter(({ by }) => by?.person !== person)
  const texts = ofOthers.filter(({ kind, atMs }) => kind === 'text' && atMs > (seenAtMs ?? 0))
  const clips = ofOthers.filter((entry) => entry.kind === 'clip' && entry.clip !== null && !hasHeard(entry.id))
  return { texts: texts.length, clips: clips.length, lastEntry: Math.max(0, ...entries.map(({ number }) => number)) }
}
