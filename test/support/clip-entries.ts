/** Lines of a log that are clips, for tests of what shows and plays them. */

import type { Entry } from '../../src/protocol/room-message.ts'
import type { PlayableEntry } from '../../web/room/clips/next-to-play.ts'

/** A clip's id by a short name. */
export const clipId = (name: string): string => name.padEnd(22, '-')

export function clipEntry(number: number, name: string, by: string, durationMs = 10_000): PlayableEntry {
  const id = clipId(name)
  const waveform = Array.from({ length: 30 }, () => 128)
  const clip = { id, startedAtMs: number * 1000, durationMs, waveform, bytes: 1, continues: null }
  return { kind: 'clip', number, atMs: number * 1000, by: { person: by, name: by }, id, clip }
}

export const deleted = (entry: Extract<Entry, { kind: 'clip' }>): Entry => ({ ...entry, clip: null })
