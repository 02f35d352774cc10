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

  /** These are clips now, or gone. Answers whether any of them was open. */
  close(clips: readonly string[]): boolean {
    const open = [...this.#all].filter(([clip]) => !clips.includes(clip))
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

/** The clips that an entry of the log says are there, or gone. */
export function clipsNamedBy(entry: Entry): readonly string[] {
  if (entry.kind === 'clip') return [entry.id]
  return entry.kind === 'forgotten' ? entry.clips : []
}
