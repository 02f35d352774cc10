/** What one clip is called, for the ear: who said it and when. */

import { timeOf, words } from '../../i18n/language.ts'
import type { PlayableEntry } from './next-to-play.ts'

export function titleOf({ by, clip }: PlayableEntry): string {
  const w = words.value
  const of = isMessage(clip) ? w.messages.of : w.clip.of
  return of(by.name, timeOf(clip.startedAtMs))
}

/** A voice message, as against talk that the room kept. */
export const isMessage = ({ source = 'talk' }: PlayableEntry['clip']): boolean => source === 'message'
