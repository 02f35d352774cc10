/** What one clip is called, for the ear: who said it and when. Under another day than its own, with its date. */

import { dateAndTimeOf, startOfDay, timeOf, words } from '../../i18n/language.ts'
import type { PlayableEntry } from './next-to-play.ts'

export function titleOf(entry: PlayableEntry): string {
  const w = words.value
  const of = isMessage(entry.clip) ? w.messages.of : w.clip.of
  return of(entry.by.name, whenOf(entry))
}

/** It came on another day than it was recorded, and stands under that. */
export const isOfAnotherDay = ({ atMs, clip }: PlayableEntry): boolean =>
  startOfDay(atMs) !== startOfDay(clip.startedAtMs)

export const whenOf = (entry: PlayableEntry): string =>
  isOfAnotherDay(entry) ? dateAndTimeOf(entry.clip.startedAtMs) : timeOf(entry.clip.startedAtMs)

/** A voice message, as against talk that the room kept. */
export const isMessage = ({ source = 'talk' }: PlayableEntry['clip']): boolean => source === 'message'
