/**
 * What the granule positions of an Ogg Opus stream say, held against the packets' own durations (RFC 7845 §4): they rise, agree,
 * and leave something to be heard. All counts are samples at 48 kHz. Pure.
 */

import { LAST, NO_GRANULE, type Page } from './ogg-page.ts'
import { GRANULES_PER_MS } from './opus-head.ts'

/**
 * RFC 6716 §3.4 [R5]: the longest a packet can be. Writers count a page's last packet to the next one, and remuxers take times
 * that were rounded: what lies within one packet no player stumbles over.
 */
const TOLERANCE = 120 * GRANULES_PER_MS

export class ClipTimes {
  /** What came before the file, where it begins in the middle of a stream (RFC 7845 §4.3). */
  #offset: number | undefined
  #granule = 0
  /** Of all packets so far. */
  samples = 0

  /** Takes a page and the durations of the packets that end on it; whether its granule position may be. */
  push({ granule, flags }: Page, durations: readonly number[]): boolean {
    if (durations.length === 0) return granule === NO_GRANULE
    const isLast = (flags & LAST) !== 0
    const least = isLast ? this.#granule : this.#granule + 1
    if (!Number.isSafeInteger(granule) || granule < least) return false
    this.samples += durations.reduce((sum, samples) => sum + samples, 0)
    this.#granule = granule
    // Less than is on the first page: only where the end is on it too, and cut.
    this.#offset ??= isLast ? Math.max(0, granule - this.samples) : granule - this.samples
    const surplus = granule - this.#offset - this.samples
    const cut = isLast ? (durations.at(-1) as number) : 0
    return this.#offset >= 0 && surplus <= TOLERANCE && surplus >= -Math.max(cut, isLast ? 0 : TOLERANCE)
  }

  /** Where what is heard ends, among the packets' own durations. */
  get heardUntil(): number {
    return Math.min(this.samples, this.#granule - (this.#offset ?? 0))
  }
}
