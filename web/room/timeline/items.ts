/**
 * From the log to what the timeline draws: a day where a day begins, a name where somebody begins; of a clip that is gone one
 * line, where it was, and of those whose lines are not loaded one where the log tells of it. Pure.
 */

import type { Entry } from '../../../src/client/index.ts'
import { startOfDay } from '../../i18n/language.ts'
import type { ClipEntry } from '../clips/next-to-play.ts'

export type TextEntry = Extract<Entry, { kind: 'text' }>
export type ModerationEntry = Extract<Entry, { kind: 'moderation' }>
export type ForgottenEntry = Extract<Entry, { kind: 'forgotten' }>

export type TimelineItem =
  | { is: 'day'; key: string; atMs: number }
  /** `first`: of a run by the same person; it carries the name and the time. */
  | { is: 'text'; key: string; entry: TextEntry; first: boolean }
  /** `gone`: what the log tells of its end. */
  | { is: 'clip'; key: string; entry: ClipEntry; first: boolean; gone: ForgottenEntry | undefined }
  | { is: 'moderation'; key: string; entry: ModerationEntry }
  /** `clips`: those that have no line of their own here. */
  | { is: 'forgotten'; key: string; entry: ForgottenEntry; clips: readonly string[] }

/** A pause after which the same person's next message carries name and time again. */
const RUN_PAUSE_MS = 5 * 60_000

const isDeleted = (entry: Entry): boolean => entry.kind === 'clip' && entry.clip === null

/** `isGone`: of what is drawn as a quiet line, below which a run begins anew. */
export function timelineItems(entries: readonly Entry[], isGone = isDeleted): TimelineItem[] {
  const items: TimelineItem[] = []
  const told = toldOf(entries)
  let previous: Entry | undefined
  for (const entry of entries) {
    if (entry.kind === 'forgotten' && withoutLine(entry, told).length === 0) continue
    if (previous === undefined || startOfDay(previous.atMs) !== startOfDay(entry.atMs)) {
      items.push({ is: 'day', key: `day-${startOfDay(entry.atMs)}`, atMs: entry.atMs })
      previous = undefined
    }
    items.push(itemOf(entry, previous === undefined || isGone(previous) ? undefined : previous, told))
    previous = entry
  }
  return items
}

/** Of clips, what has a line here and what is told of them elsewhere. */
interface Told {
  lines: ReadonlySet<string>
  ends: ReadonlyMap<string, ForgottenEntry>
}

function toldOf(entries: readonly Entry[]): Told {
  const ends = entries.filter((entry) => entry.kind === 'forgotten')
  return {
    lines: new Set(entries.flatMap((entry) => (entry.kind === 'clip' ? [entry.id] : []))),
    ends: new Map(ends.flatMap((entry) => entry.clips.map((clip) => [clip, entry]))),
  }
}

const withoutLine = ({ clips }: ForgottenEntry, { lines }: Told): string[] => clips.filter((clip) => !lines.has(clip))

function itemOf(entry: Entry, previous: Entry | undefined, told: Told): TimelineItem {
  switch (entry.kind) {
    case 'text':
      return { is: 'text', key: String(entry.number), entry, first: !continues(previous, entry) }
    case 'clip':
      // A clip's own times say when it was said: each carries its own, and the name where the speaker changes.
      return { is: 'clip', key: entry.id, entry, first: !continues(previous, entry), gone: told.ends.get(entry.id) }
    case 'moderation':
      return { is: 'moderation', key: String(entry.number), entry }
    case 'forgotten':
      return { is: 'forgotten', key: String(entry.number), entry, clips: withoutLine(entry, told) }
    default:
      return entry satisfies never
  }
}

function continues(previous: Entry | undefined, entry: TextEntry | ClipEntry): boolean {
  if (previous?.kind !== 'text' && previous?.kind !== 'clip') return false
  return (
    previous.kind === entry.kind &&
    previous.by.person === entry.by.person &&
    previous.by.name === entry.by.name &&
    entry.atMs - previous.atMs < RUN_PAUSE_MS
  )
}
