/**
 * The playout delay that the line asks for: what its slowest packets took more than its fastest, in all but the worst
 * half-seconds of the last twenty. It rises at once, for what is late once is late again, and falls slowly.
 *
 * docs/voice.md, "Hearing", has the measurements behind the constants.
 */

import { Arrivals } from './arrivals.ts'
import type { PlayoutDelay } from './playout-delay.ts'

/** The share of half-seconds whose slowest packet may come too late. libwebrtc's delay manager has the same. */
const LATE_SHARE = 0.05
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
  }

  /** `slowedMs`: by how much even the fastest packets have become slower; what was waited for them already is no delay more. */
  #settle(nowMs: number, slowedMs: number): void {
    const passedMs = this.arrivals.areFamiliar ? Math.max(0, Math.min(MOST_FALLING_MS, nowMs - this.#updatedAtMs)) : 0
    this.#updatedAtMs = nowMs
    const wantedMs = Math.max(LEAST_DELAY_MS, Math.min(MOST_DELAY_MS, this.arrivals.spreadMs(LATE_SHARE) + MARGIN_MS))
    this.#targetMs = Math.max(wantedMs, this.#targetMs - slowedMs - FALL_PER_MS * passedMs)
  }
}
