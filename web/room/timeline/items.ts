/**
 * From the log to what the timeline draws: a day where a day begins, a name where somebody begins, pure.
 */

import type { Entry } from '../../../src/client/index.ts'
import { startOfDay } from '../../i18n/language.ts'

export type TextEntry = Extract<Entry, { kind: 'text' }>
export type ModerationEntry = Extract<Entry, { kind: 'moderation' }>

export type TimelineItem =
  | { is: 'day'; key: string; atMs: number }
  /** `first`: of a run by the same person; it carries the name and the time. */
  | { is: 'text'; key: string; entry: TextEntry; first: boolean }
  | { is: 'moderation'; key: string; entry: ModerationEntry }

/** A pause after which the same person's next message carries name and time again. */
const RUN_PAUSE_MS = 5 * 60_000

export function timelineItems(entries: readonly Entry[]): TimelineItem[] {
  const items: TimelineItem[] = []
  let previous: Entry | undefined
  for (const entry of entries) {
    if (previous === undefined || startOfDay(previous.atMs) !== startOfDay(entry.atMs)) {
      items.push({ is: 'day', key: `day-${startOfDay(entry.atMs)}`, atMs: entry.atMs })
      previous = undefined
    }
    const key = String(entry.number)
    if (entry.kind === 'moderation') items.push({ is: 'moderation', key, entry })
    else items.push({ is: 'text', key, entry, first: !continues(previous, entry) })
    previous = entry
  }
  return items
}

function continues(previous: Entry | undefined, entry: TextEntry): boolean {
  return (
    previous?.kind === 'text' &&
    previous.by.person === entry.by.person &&
    previous.by.name === entry.by.name &&
    entry.atMs - previous.atMs < RUN_PAUSE_MS
  )
}
