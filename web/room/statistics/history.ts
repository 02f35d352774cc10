/** How it has sounded for the last minutes: one sample a second, the oldest first; what is older is forgotten. Pure. */

import type { RoomStatistics } from '../../../src/client/index.ts'

/** Long enough to look back at what has just gone wrong, and 300 samples: no more than a few hundred kilobytes as text. */
export const KEPT_MS = 300_000

export class History {
  #samples: readonly RoomStatistics[] = []

  /** Oldest first. */
  get samples(): readonly RoomStatistics[] {
    return this.#samples
  }

  /** A clock that was set back makes everything before a thing of the future: that goes too. */
  push(sample: RoomStatistics): void {
    const isKept = ({ atMs }: RoomStatistics) => atMs < sample.atMs && sample.atMs - atMs < KEPT_MS
    this.#samples = [...this.#samples.filter(isKept), sample]
  }

  /** What is no older than `forMs`, seen from the latest. */
  last(forMs: number): readonly RoomStatistics[] {
    const latestMs = this.#samples.at(-1)?.atMs ?? 0
    return this.#samples.filter(({ atMs }) => latestMs - atMs <= forMs)
  }
}
