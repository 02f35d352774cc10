/**
 * The log's entries as they are shown: in order, as far back as they have been loaded, and without the clips that have
 * been forgotten since, on whatever page they come. Pure.
 */

import type { Entry } from '../protocol/room-message.ts'

export class ShownEntries {
  #all: readonly Entry[] = []
  #hasOlder = false
  readonly #forgotten = new Set<string>()

  /** A new array whenever it changes. */
  get all(): readonly Entry[] {
    return this.#all
  }

  get hasOlder(): boolean {
    return this.#hasOlder
  }

  /** Takes entries that go behind all others; answers whether anything has changed. */
  append(entries: readonly Entry[], hasOlder: boolean): boolean {
    if (entries.length === 0 && hasOlder === this.#hasOlder) return false
    this.#put([...this.#all, ...entries], hasOlder, entries)
    return true
  }

  /** Takes a page that goes before all others. */
  prepend(entries: readonly Entry[], hasOlder: boolean): void {
    this.#put([...entries, ...this.#all], hasOlder, entries)
  }

  #put(all: readonly Entry[], hasOlder: boolean, news: readonly Entry[]): void {
    for (const entry of news) if (entry.kind === 'forgotten') for (const id of entry.clips) this.#forgotten.add(id)
    this.#all = this.#forgotten.size === 0 ? all : all.map((entry) => this.#shown(entry))
    this.#hasOlder = hasOlder
  }

  /** The same object when nothing of it is gone. */
  #shown(entry: Entry): Entry {
    if (entry.kind !== 'clip' || entry.clip === null || !this.#forgotten.has(entry.id)) return entry
    return { ...entry, clip: null }
  }
}
