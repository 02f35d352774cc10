/**
 * Everybody in the room, page by page, back and forth: what was seen stays as it was when it was asked for, so that nobody
 * moves while one looks. Draws nothing.
 */

import { signal } from '@preact/signals'
import type { Participant, Room } from '../../../src/client/index.ts'

export type RosterShown =
  | { is: 'loading' }
  /** The first of `people` is the `first`th in the room, counted from 1. */
  | { is: 'page'; people: readonly Participant[]; first: number; hasPrevious: boolean; hasNext: boolean }

export class RosterPager {
  readonly shown = signal<RosterShown>({ is: 'loading' })
  readonly #coming: AsyncGenerator<readonly Participant[], void>
  readonly #pages: (readonly Participant[])[] = []
  #at = 0
  #isTurning = false

  constructor(room: Pick<Room, 'roster'>) {
    this.#coming = room.roster()
  }

  open(): Promise<void> {
    return this.#turnTo(0)
  }

  next(): Promise<void> {
    return this.#turnTo(this.#at + 1)
  }

  previous(): Promise<void> {
    return this.#turnTo(this.#at - 1)
  }

  /** Nobody looks any more: no further page is asked for. */
  close(): void {
    void this.#coming.return()
  }

  async #turnTo(page: number): Promise<void> {
    if (this.#isTurning) return
    this.#isTurning = true
    try {
      // One page ahead: whether there is another is known when this one is shown.
      await this.#load(page + 1)
      this.#at = Math.max(0, Math.min(page, this.#pages.length - 1))
      this.shown.value = this.#look()
    } catch {
      // `aborted`, the only reason there is: the room is over, and whoever looks at it sees that.
    } finally {
      this.#isTurning = false
    }
  }

  async #load(page: number): Promise<void> {
    while (this.#pages.length <= page) {
      const { value, done } = await this.#coming.next()
      if (done) return
      this.#pages.push(value)
    }
  }

  #look(): RosterShown {
    const before = this.#pages.slice(0, this.#at)
    return {
      is: 'page',
      people: this.#pages[this.#at] ?? [],
      first: before.reduce((sum, { length }) => sum + length, 1),
      hasPrevious: this.#at > 0,
      hasNext: this.#at + 1 < this.#pages.length,
    }
  }
}
