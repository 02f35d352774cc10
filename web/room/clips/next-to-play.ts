/**
 * Which clip comes after another: by itself when one ends, or by the buttons of a lock screen. Pure.
 */

import type { Entry } from '../../../src/client/index.ts'

export type ClipEntry = Extract<Entry, { kind: 'clip' }>
/** A clip that is still there. */
export type PlayableEntry = ClipEntry & { clip: NonNullable<ClipEntry['clip']> }

export const isPlayable = (entry: Entry): entry is PlayableEntry => entry.kind === 'clip' && entry.clip !== null

export const findClip = (entries: readonly Entry[], clip: string): PlayableEntry | undefined =>
  entries.filter(isPlayable).find((entry) => entry.clip.id === clip)

/** Whom a person has listened to already, and who they are. */
export interface Listener {
  person: string
  hasHeard(clip: string): boolean
}

/** The next newer clip that somebody else said and the listener has not heard. What burns is heard by choice alone. */
export function nextToPlay(entries: readonly Entry[], after: string, listener: Listener): PlayableEntry | undefined {
  const playable = entries.filter(isPlayable)
  const at = numberOf(entries, after)
  if (at === undefined) return undefined
  return playable.find(
    ({ number, by, clip }) =>
      number > at && by.person !== listener.person && clip.burnsAtMs === undefined && !listener.hasHeard(clip.id),
  )
}

/** The clip right before or behind another one, whoever said it. */
export function neighbour(entries: readonly Entry[], of: string, step: -1 | 1): PlayableEntry | undefined {
  const playable = entries.filter(isPlayable)
  const index = playable.findIndex(({ clip }) => clip.id === of)
  return index === -1 ? undefined : playable[index + step]
}

/** Its number in the log, also when it has been deleted meanwhile: the entry keeps the id. */
const numberOf = (entries: readonly Entry[], clip: string): number | undefined =>
  entries.find((entry) => entry.kind === 'clip' && entry.id === clip)?.number
