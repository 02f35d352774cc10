/** A session's copy of the log: `History`, in the words of the page, and the pages that the worker is to fetch. Pure. */

import type { ReadEntry } from '../protocol/room-message.ts'
import type { Refusal } from './errors.ts'
import { History, type Purpose } from './history.ts'
import { type SessionEffect, tell } from './session-messages.ts'

export class SessionHistory {
  readonly #history = new History()

  /** Number of the last entry that this client has; 0 for none. */
  get last(): number {
    return this.#history.last
  }

  welcomed(lastEntry: number): SessionEffect[] {
    return [...this.#history.welcomed(lastEntry).map(tell), ...this.#fetches()]
  }

  take(entries: readonly ReadEntry[]): SessionEffect[] {
    return [...this.#history.take(entries).map(tell), ...this.#fetches()]
  }

  fetched(purpose: Purpose, entries: readonly ReadEntry[]): SessionEffect[] {
    return [...this.#history.fetched(purpose, entries).map(tell), ...this.#fetches()]
  }

  fetchFailed(purpose: Purpose, refusal: Refusal, nowMs: number): SessionEffect[] {
    return this.#history.fetchFailed(purpose, refusal, nowMs).map(tell)
  }

  older(): SessionEffect[] {
    return [{ do: 'fetch', page: this.#history.older() }]
  }

  nextDeadlineMs(): number | undefined {
    return this.#history.nextDeadlineMs()
  }

  tick(nowMs: number): SessionEffect[] {
    this.#history.tick(nowMs)
    return this.#fetches()
  }

  #fetches(): SessionEffect[] {
    const page = this.#history.wanted()
    return page === undefined ? [] : [{ do: 'fetch', page }]
  }
}
