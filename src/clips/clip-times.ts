/**
 * What the granule positions of an Ogg Opus stream say, held against the packets' own durations (RFC 7845 §4): they rise, agree,
 * and players show as much as decoders yield. All counts are samples at 48 kHz. Pure.
 */

import { LAST, NO_GRANULE, type Page } from './ogg-page.ts'
import { GRANULES_PER_MS } from './opus-head.ts'

/** Remuxers take times that were rounded to milliseconds, and with them a packet that was dropped. */
const TOLERANCE = 20 * GRANULES_PER_MS
/**
 * RFC 6716 §3.4 [R5]: the longest a packet can be. Some writers do not count the last packet of a page that is full, and what is
 * cut off before a stream's first packet ends with one; beyond it, players show another length than the stream has.
 */
const ONE_PACKET = 120 * GRANULES_PER_MS

export class ClipTimes {
  /** Of all packets so far. */
  samples = 0
  /** Of them, what is heard, the pre-skip included: a last page that says less than it holds cuts its end off (RFC 7845 §4.4). */
  heardUntil = 0
  /** What came before the file, where it begins in the middle of a stream (RFC 7845 §4.3). */
  #offset: number | undefined
  #granule = 0

  /** Takes a page and the durations of the packets that end on it; whether its granule position may be. */
  push({ granule, flags, lacings }: Page, durations: readonly number[]): boolean {
    const isLast = (flags & LAST) !== 0
    // Some writers only find out behind the last packet that it was the last.
    if (lacings.length === 0) return isLast && (granule === NO_GRANULE || granule === this.#granule)
    if (durations.length === 0) return granule === NO_GRANULE
    const here = durations.reduce((sum, samples) => sum + samples, 0)
    // A first page that is the last one too says less than it holds only because it is cut.
    this.#offset ??= isLast ? 0 : granule - here
    const before = this.#granule === 0 ? this.#offset : this.#granule
    if (!Number.isSafeInteger(granule) || granule < before) return false
    this.#granule = granule
    this.heardUntil = this.samples + (isLast ? Math.min(here, granule - before) : here)
    this.samples += here
    return this.#beginsAtOnce && (isLast || this.#isNearly(this.samples, ONE_PACKET))
  }

  /** Whether a player that goes by granule positions shows what a decoder yields. */
  get isTrue(): boolean {
    return this.#isNearly(this.heardUntil, TOLERANCE)
  }

  get #beginsAtOnce(): boolean {
    return this.#offset !== undefined && this.#offset >= 0 && this.#offset <= ONE_PACKET
  }

  /** Whether the last granule position is that of `samples`, or this much before it. */
  #isNearly(samples: number, tolerance: number): boolean {
    const surplus = this.#granule - (this.#offset ?? 0) - samples
    return surplus >= -tolerance && surplus <= TOLERANCE
  }
}
