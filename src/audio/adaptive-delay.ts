/**
 * The playout delay that the line asks for: as much as all but a few half-seconds of the last minute needed, and what has
 * just happened three times. It rises at once and falls slowly, and keeps still on a line that stays as it is: a delay that
 * wanders waits as long as the largest that it takes, and has the gaps of the smallest.
 *
 * docs/voice.md, "Hearing", has the measurements behind the constants.
 */

import { Arrivals } from './arrivals.ts'
import type { PlayoutDelay } from './playout-delay.ts'

/** It rises when more half-seconds than these have a packet too late: libwebrtc's delay manager has the same share. */
const RISE_SHARE = 0.05
/** It falls when no more than these would have one then: between the two it stays. */
const FALL_SHARE = 0.025
/** What a packet that is as slow as the slowest has to spare: a quantum, to which arrivals are rounded. */
const MARGIN_MS = 3
/** Two quanta: arrivals are rounded to one, and so is when a packet is asked for. */
export const LEAST_DELAY_MS = 6
/** Above, 70 ms are left for catching up before what is older than 400 ms is given up. */
export const MOST_DELAY_MS = 290
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
    const least = bounded(spreads.exceededBy(RISE_SHARE))
    const most = bounded(spreads.exceededBy(FALL_SHARE))
    const before = this.#steadyMs - slowedMs
    this.#steadyMs = Math.max(least, Math.min(before, Math.max(most, before - FALL_PER_MS * passedMs)))
  }
}

const bounded = (spreadMs: number): number => Math.max(LEAST_DELAY_MS, Math.min(MOST_DELAY_MS, spreadMs + MARGIN_MS))
