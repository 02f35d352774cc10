/**
 * Keeps this client's copy of the log whole: what the room replays and pushes, what HTTP brings where that leaves a gap,
 * and older pages when they are asked for. Pure.
 */

import type { Entry, ReadEntry } from '../protocol/room-message.ts'
import { EntryLog } from './entry-log.ts'
import type { EarshotErrorCode, Refusal } from './errors.ts'

/** What a page is fetched for. */
export type Purpose = 'gap' | 'older'

export interface Page {
  purpose: Purpose
  before: number
  limit: number
}

export type HistoryEvent =
  /** In the order of the log, each once. Those with numbers above `liveAfter` happened while this client was there. */
  | { type: 'entries'; entries: Entry[]; liveAfter: number; hasOlder: boolean }
  /** They go before all others. */
  | { type: 'older'; entries: Entry[]; hasOlder: boolean }
  | { type: 'older-failed'; code: EarshotErrorCode; retryAfterMs: number | undefined }

/** A page that could not be fetched is asked for again after this. */
const RETRY_MS = 2_000

export class History {
  readonly #log = new EntryLog()
  #liveAfter = 0
  #isFetchingGap = false
  #retryAtMs: number | undefined

  get last(): number {
    return this.#log.last
  }

  /** On a new line a page is asked for anew: what was under way may have gone with the line before, and entries come once. */
  welcomed(lastEntry: number): HistoryEvent[] {
    this.#log.begin(lastEntry)
    this.#isFetchingGap = false
    this.#retryAtMs = undefined
    this.#liveAfter = Math.max(this.#liveAfter, lastEntry)
    return [{ type: 'entries', entries: [], liveAfter: this.#liveAfter, hasOlder: this.#log.hasOlder }]
  }

  /** Takes what the room sent. */
  take(entries: readonly ReadEntry[]): HistoryEvent[] {
    const run = this.#log.take(entries)
    if (run.length === 0) return []
    return [{ type: 'entries', entries: known(run), liveAfter: this.#liveAfter, hasOlder: this.#log.hasOlder }]
  }

  /** Takes a page that was fetched. */
  fetched(purpose: Purpose, entries: readonly ReadEntry[]): HistoryEvent[] {
    if (purpose === 'gap') {
      this.#isFetchingGap = false
      return this.take(entries)
    }
    const older = this.#log.prepend(entries)
    return [{ type: 'older', entries: known(older), hasOlder: this.#log.hasOlder }]
  }

  fetchFailed(purpose: Purpose, { code, retryAfterMs }: Refusal, nowMs: number): HistoryEvent[] {
    if (purpose === 'older') return [{ type: 'older-failed', code, retryAfterMs }]
    this.#retryAtMs = nowMs + Math.max(RETRY_MS, retryAfterMs ?? 0)
    return []
  }

  older(): Page {
    return { purpose: 'older', ...this.#log.older() }
  }

  /** The page to fetch next to close a gap; undefined when there is none, or one is under way. */
  wanted(): Page | undefined {
    const gap = this.#isFetchingGap ? undefined : this.#log.gap()
    if (gap === undefined) return undefined
    this.#isFetchingGap = true
    return { purpose: 'gap', ...gap }
  }

  nextDeadlineMs(): number | undefined {
    return this.#retryAtMs
  }

  /** Makes a page that failed wanted again once its time has come. */
  tick(nowMs: number): void {
    if (this.#retryAtMs === undefined || nowMs < this.#retryAtMs) return
    this.#retryAtMs = undefined
    this.#isFetchingGap = false
  }
}

/** Kinds of entries that this version does not know are counted, not shown [C18]. */
const known = (entries: readonly ReadEntry[]): Entry[] => entries.filter((entry) => entry.kind !== 'unknown')
