/**
 * What reached one listener, packet by packet: which came, which twice, which out of order, which never. Pure.
 */

import type { Mark, Window } from './marked-packet.ts'

/** What became of each packet of a speaker within the window, by its number from the window's start. */
export type Fates = Uint8Array
/** Values in `Fates`: everybody else should receive it; or it was never sent, or nobody hears its speaker now. */
export const EXPECTED = 1
export const NOT_EXPECTED = 0

export class Arrivals {
  duplicates = 0
  /** Packets that came behind a later one of the same speaker. */
  reorderings = 0
  readonly #window: Window
  readonly #speakers = new Map<number, { came: Uint8Array; newest: number }>()

  constructor(window: Window) {
    this.#window = window
  }

  /** Whether it is within the window and came for the first time. */
  take({ speaker, sequence }: Pick<Mark, 'speaker' | 'sequence'>): boolean {
    const at = sequence - this.#window.from
    if (at < 0 || sequence >= this.#window.to) return false
    const heard = this.#heardOf(speaker)
    if (heard.came[at] === 1) {
      this.duplicates += 1
      return false
    }
    heard.came[at] = 1
    if (at < heard.newest) this.reorderings += 1
    else heard.newest = at
    return true
  }

  /** How many packets of `speaker` should have come and have not. */
  losses(speaker: number, fates: Fates): number {
    const came = this.#speakers.get(speaker)?.came
    return fates.reduce((lost, fate, at) => lost + (fate === EXPECTED && came?.[at] !== 1 ? 1 : 0), 0)
  }

  #heardOf(speaker: number): { came: Uint8Array; newest: number } {
    const known = this.#speakers.get(speaker)
    if (known !== undefined) return known
    const heard = { came: new Uint8Array(this.#window.to - this.#window.from), newest: -1 }
    this.#speakers.set(speaker, heard)
    return heard
  }
}
