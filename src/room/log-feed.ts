/**
 * The log as the live room passes it on: every entry once and in order, whatever way it came. Pure.
 * The Archive pushes; a retry repeats entries and a failed push leaves a gap, which the room pulls.
 */

import type { Entry } from '../protocol/room-message.ts'

export type Feeding = { pass: readonly Entry[] } | { pullAfter: number }

export class LogFeed {
  /** Number of the last entry passed on; undefined after waking, until the next entry tells. */
  #last: number | undefined

  get last(): number | undefined {
    return this.#last
  }

  /** In a room without members nobody can have missed an entry, so the feed may begin behind `last`. */
  begin(last: number): void {
    this.#last = last
  }

  /** Takes entries in ascending order. `pulled` ones are all there are: a gap that is left is not filled by asking again. */
  take(entries: readonly Entry[], how: 'pushed' | 'pulled'): Feeding {
    const last = this.#last
    const fresh = last === undefined ? entries : entries.filter((entry) => entry.number > last)
    const [first] = fresh
    if (first === undefined) return { pass: [] }
    if (how === 'pushed' && last !== undefined && first.number > last + 1) return { pullAfter: last }
    this.#last = fresh.at(-1)?.number
    return { pass: fresh }
  }

  /** The Archive has stored `number` just now: where to pull from when its push has not arrived, else undefined. */
  missing(number: number): number | undefined {
    const last = this.#last ?? number - 1
    return last < number ? last : undefined
  }
}
