/** The roster as the room itself has it, and what each member believes beside it. */

import { isDeepStrictEqual } from 'node:util'
import type { MemberView, RoomMessage } from '../../../src/protocol/room-message.ts'
import { until } from '../../../test/support/until.ts'
import type { Witness } from '../witness.ts'

export interface RosterFigures {
  members: number
  /** Names that stand in the room's roster more than once. */
  duplicates: number
  /** Members, summed over all who look, who are shown and are not here. */
  ghosts: number
  /** Members, summed likewise, who are here and are not shown. */
  missing: number
  /** Members, summed likewise, who are shown otherwise than they are. */
  misdescribed: number
}

/** Asks for the pages of the roster through one member [C28]. */
export class RosterReader {
  readonly #views: MemberView[] = []
  #next: number | null | undefined

  hear(message: RoomMessage): void {
    if (message.type !== 'roster') return
    this.#views.push(...message.members)
    this.#next = message.next
  }

  async read(ask: (after: number) => void): Promise<MemberView[]> {
    for (let after: number | null = 0; after !== null; ) {
      this.#next = undefined
      ask(after)
      after = await until(
        () => (this.#next === undefined ? undefined : { next: this.#next }),
        'a page of the roster',
      ).then(({ next }) => next)
    }
    return this.#views.splice(0)
  }
}

export function compareRosters(room: readonly MemberView[], witnesses: readonly Witness[]): RosterFigures {
  const figures = { members: room.length, duplicates: 0, ghosts: 0, missing: 0, misdescribed: 0 }
  figures.duplicates = room.length - new Set(room.map(({ name }) => name)).size
  const views = new Map(room.map((view) => [view.member, view]))
  for (const { self, others } of witnesses) {
    for (const number of others.keys()) if (!views.has(number)) figures.ghosts += 1
    for (const [number, view] of views) {
      const shown = others.get(number)
      if (number === self?.member) continue
      if (shown === undefined) figures.missing += 1
      else if (!isDeepStrictEqual(shown, view)) figures.misdescribed += 1
    }
  }
  return figures
}

export const isExact = ({ duplicates, ghosts, missing, misdescribed }: RosterFigures): boolean =>
  duplicates + ghosts + missing + misdescribed === 0
