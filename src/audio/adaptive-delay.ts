/**
 * The playout delay that the line asks for: as much as keeps the gaps of a minute within their bounds, and what has just
 * happened three times. It rises at once and falls slowly, and changes little on a line that stays as it is: a delay that wanders
 * waits as long as the largest that it takes, and has the gaps of the smallest.
 *
 * docs/voice.md, "Hearing", has the measurements behind the constants.
 */

import { Arrivals, WINDOW_MS } from './arrivals.ts'
import type { PlayoutDelay } from './playout-delay.ts'

/** The share of half-seconds whose slowest packet may come too late. libwebrtc's delay manager has the same. */
const LATE_WINDOWS_SHARE = 0.05
/** The share of time that may be missing, or made up, for what came too late: what a listener does not mind. */
const LATE_SHARE = 0.01
/** What a packet that is as slow as the slowest has to spare: two quanta, for arrivals are rounded to one. */
const MARGIN_MS = 5
/** Three quanta: arrivals are rounded to one, and so is when a packet is asked for. */
export const LEAST_DELAY_MS = 8
/** Above, 100 ms are left for catching up before what is older than 400 ms is given up. */
export const MOST_DELAY_MS = 300
/** Before anything is known: messages of three frames play without a gap. */
const FIRST_DELAY_MS = 40
/** One frame in a second: slower than anybody hears speech run faster. */
const FALL_PER_MS = 20 / 1_000
/** A pause says nothing of the line. */
const MOST_FALLING_MS = 500

export class AdaptivePlayoutDelay implements PlayoutDelay {
  readonly arrivals = new Arrivals()
  /** What the last minute asks for, falling slowly. */
  #steadyMs = FIRST_DELAY_MS
  #targetMs = FIRST_DELAY_MS
  #updatedAtMs = Number.POSITIVE_INFINITY

  get targetMs(): number {
    return this.#targetMs
  }

  beginSpurt(slot: number): void {
    this.arrivals.beginSpurt(slot)
  }

  arrived(slot: number, nowMs: number): void {
    const beforeMs = this.arrivals.originMs
    this.arrivals.arrived(slot, nowMs)
    this.#settle(nowMs, Math.max(0, this.arrivals.originMs - beforeMs))
    const recentMs = this.arrivals.spreads.recent(this.arrivals.spreadMs)
    this.#targetMs = Math.max(this.#steadyMs, bounded(recentMs))
  }

  /** `slowedMs`: by how much even the fastest packets have become slower; what was waited for them already is no delay more. */
  #settle(nowMs: number, slowedMs: number): void {
    const { spreads } = this.arrivals
    const isFamiliar = spreads.count > 1
    const passedMs = isFamiliar ? Math.max(0, Math.min(MOST_FALLING_MS, nowMs - this.#updatedAtMs)) : 0
    this.#updatedAtMs = nowMs
    const wantedMs = Math.max(
      spreads.exceededBy(LATE_WINDOWS_SHARE),
      spreads.leastFor(LATE_SHARE * WINDOW_MS, MOST_DELAY_MS),
    )
    this.#steadyMs = Math.max(bounded(wantedMs), this.#steadyMs - slowedMs - FALL_PER_MS * passedMs)
  }
}

const bounded = (spreadMs: number): number => Math.max(LEAST_DELAY_MS, Math.min(MOST_DELAY_MS, spreadMs + MARGIN_MS))
