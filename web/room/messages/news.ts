/** What is said to those who do not look of a message that has come, written or recorded. */

import type { Entry } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'
import { isMessage } from '../clips/clip-title.ts'
import { clockOf } from '../clips/durations.ts'
import { isPlayable } from '../clips/next-to-play.ts'
import { withShownName } from '../shown-names.ts'

/** Of other entries nothing. */
export function newsOf(entry: Entry): string | undefined {
  const w = words.peek()
  if (entry.kind === 'text') return w.timeline.said(withShownName(entry.by).name, entry.text)
  if (!isPlayable(entry) || !isMessage(entry.clip)) return undefined
  return w.messages.said(withShownName(entry.by).name, clockOf(entry.clip.durationMs))
}
