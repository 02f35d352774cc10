/** What a message answers, as it is found in the log. Pure. */

import type { ClipMoment, Entry } from '../../../src/client/index.ts'
import { isPlayable } from '../clips/next-to-play.ts'

export type Quoted =
  | { is: 'there'; name: string; clip: string; atMs: number }
  /** It was deleted, or has burnt. */
  | { is: 'gone' }
  /** Further up than what is loaded, or gone with its room's days. */
  | { is: 'earlier'; clip: string; atMs: number }

export function quotedOf(entries: readonly Entry[], { clip, atMs }: ClipMoment): Quoted {
  const entry = entries.find((other) => other.kind === 'clip' && other.id === clip)
  if (entry === undefined || entry.kind !== 'clip') return { is: 'earlier', clip, atMs }
  if (!isPlayable(entry)) return { is: 'gone' }
  return { is: 'there', name: entry.by.name, clip, atMs: Math.min(atMs, entry.clip.durationMs) }
}
