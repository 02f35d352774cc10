/**
 * The end of the room's log as this client has it: an unbroken run of numbers. Entries that come twice are dropped; those
 * that come ahead of a gap wait until the gap has been fetched [C19]. Pure.
 */

import type { ReadEntry } from '../protocol/room-message.ts'

/** docs/protocol.md, "Limits": entries replayed, or on one page. */
export const PAGE_ENTRIES = 100

export class EntryLog {
  /** The run is from `#first` up to, but not with, `#next`. */
  #first = 1
  #next = 1
  #isBegun = false
  readonly #ahead = new Map<number, ReadEntry>()

  /** Number of the last entry that this client has; 0 for none. */
  get last(): number {
    return this.#next - 1
  }

  get hasOlder(): boolean {
    return this.#isBegun && this.#first > 1
  }

  /** The first `welcome` says where the log ends; what it replays begins at most a page before. */
  begin(lastEntry: number): void {
    if (this.#isBegun) return
    this.#isBegun = true
    this.#first = this.#next = Math.max(1, lastEntry - PAGE_ENTRIES + 1)
  }

  /** Takes entries in any order; returns those that now follow the run without a gap, ascending. */
  take(entries: readonly ReadEntry[]): ReadEntry[] {
    for (const entry of entries) if (entry.number >= this.#next) this.#ahead.set(entry.number, entry)
    const run: ReadEntry[] = []
    for (let entry = this.#ahead.get(this.#next); entry !== undefined; entry = this.#ahead.get(this.#next)) {
      this.#ahead.delete(this.#next)
      this.#next += 1
      run.push(entry)
    }
    return run
  }

  /** What to fetch to close the gap: the newest `limit` entries below `before`; undefined when there is none. */
  gap(): { before: number; limit: number } | undefined {
    if (this.#ahead.size === 0) return undefined
    const before = Math.min(...this.#ahead.keys())
    return { before, limit: Math.min(PAGE_ENTRIES, before - this.#next) }
  }

  /** What to fetch to go further back. */
  older(): { before: number; limit: number } {
    return { before: this.#first, limit: PAGE_ENTRIES }
  }

  /** Takes the page that `older` asked for; returns its entries that go before the run. An empty page is the log's begin. */
  prepend(page: readonly ReadEntry[]): ReadEntry[] {
    const older = page.filter(({ number }) => number < this.#first)
    this.#first = older[0]?.number ?? 1
    return older
  }
}
