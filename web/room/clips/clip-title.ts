/** What one clip is called, for the ear: who said it and when. */

import { timeOf, words } from '../../i18n/language.ts'
import type { PlayableEntry } from './next-to-play.ts'

export const titleOf = ({ by, clip }: PlayableEntry): string => words.value.clip.of(by.name, timeOf(clip.startedAtMs))
