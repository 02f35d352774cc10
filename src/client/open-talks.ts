/** Talks that are being kept and are no clips yet, by the id that the clip will have. Pure. */

import type { Entry, OpenTalk } from '../protocol/room-message.ts'

export class OpenTalks {
  #all: ReadonlyMap<string, OpenTalk> = new Map()

  /** A new map whenever it changes. */
  get all(): ReadonlyMap<string, OpenTalk> {
    return this.#all
  }

  open(talks: readonly OpenTalk[]): void {
    this.#all = new Map([...this.#all, ...talks.map((talk) => [talk.clip, talk] as const)])
  }

  /** Those that entries of the log speak of are open no more: they are clips now, or gone. Answers whether any was. */
  close(entries: readonly Entry[]): boolean {
    const closed = new Set(entries.flatMap(clipsOf))
    const open = [...this.#all].filter(([clip]) => !closed.has(clip))
    if (open.length === this.#all.size) return false
    this.#all = new Map(open)
    return true
  }

  /** Answers whether there were any. */
  clear(): boolean {
    if (this.#all.size === 0) return false
    this.#all = new Map()
    return true
  }
}

function clipsOf(entry: Entry): readonly string[] {
  if (entry.kind === 'clip') return [entry.id]
  return entry.kind === 'forgotten' ? entry.clips : []
}
