/**
 * What one speaker's packets tell of the line: how long each took more than the fastest of late, in windows of half a
 * second. A packet's *transit* is its arrival less its slot, in ms; only differences mean anything, for the two clocks
 * have nothing in common. It decides nothing: src/audio/adaptive-delay.ts does.
 *
 * The fastest is looked for in the last two seconds alone, so that a route that has changed and a clock that drifts are
 * followed: what was fastest long ago says nothing of now.
 */

import { SLOT_MS } from '../protocol/packet.ts'
import { ClockDrift } from './clock-drift.ts'

/** libwebrtc's delay manager resamples every 500 ms as well: the maximum of a window, and not each packet, is what counts. */
const WINDOW_MS = 500
/** 20 s: long enough to meet what comes twice in that time again, short enough to forget one bad moment. */
const WINDOWS = 40
/** 2 s with the current window: the messages and turns of a large room repeat within a quarter of a second. */
const FLOOR_WINDOWS = 4
/** After a longer pause clocks may have drifted, and routes changed: 5 s at 300 ppm are 1.5 ms. */
const STALE_MS = 5_000
/** A jump of the fastest by more than this within one window is another route, not a queue that fills up. */
const STEP_MS = 30
/** What was kept from before the first word comes all at once, and is no jitter. */
const PRE_ROLL_SLOTS = 10
/** RFC 3550 §6.4.1: the interarrival jitter moves by a sixteenth of each difference. */
const JITTER_SHARE = 1 / 16

export class Arrivals {
  readonly #drift = new ClockDrift()
  /** Of each closed window, what its slowest packet took more than the fastest then. A ring. */
  readonly #spreads = new Float64Array(WINDOWS)
  #closed = 0
  /** The least transit of the last closed windows. A ring. */
  readonly #minima = new Float64Array(FLOOR_WINDOWS).fill(Number.POSITIVE_INFINITY)
  #minimum = Number.POSITIVE_INFINITY
  #maximum = Number.NEGATIVE_INFINITY
  #windowFromMs = Number.NEGATIVE_INFINITY
  #lastAtMs = Number.NEGATIVE_INFINITY
  #lastTransitMs = Number.NaN
  #originMs = Number.POSITIVE_INFINITY
  #jitterMs = 0
  #preRollEnd = 0
  #routeFrom = 0

  /** A spurt begins at `slot`. */
  beginSpurt(slot: number): void {
    this.#preRollEnd = slot + PRE_ROLL_SLOTS
  }

  arrived(slot: number, nowMs: number): void {
    const transitMs = nowMs - slot * SLOT_MS
    if (nowMs - this.#lastAtMs > STALE_MS) this.#beginAnew(nowMs)
    else if (nowMs - this.#windowFromMs >= WINDOW_MS) this.#closeWindow(nowMs)
    this.#lastAtMs = nowMs
    if (this.#originMs - transitMs > STEP_MS) this.#leaveRoute(slot)
    this.#minimum = Math.min(this.#minimum, transitMs)
    this.#originMs = Math.min(this.#originMs, transitMs)
    if (this.#isPreRoll(slot) || slot < this.#routeFrom) return
    this.#maximum = Math.max(this.#maximum, transitMs)
    this.#measureJitter(transitMs)
  }

  /** When slot 0 would have arrived, had it travelled as fast as the fastest packet of the last two seconds. */
  get originMs(): number {
    return this.#originMs
  }

  /** Whether there have been windows enough for `spreadMs` to mean something. */
  get areFamiliar(): boolean {
    return this.#closed > 1
  }

  /** RFC 3550's interarrival jitter. */
  get jitterMs(): number {
    return this.#jitterMs
  }

  /** How much faster the speaker's clock runs than this one. */
  get driftPpm(): number {
    return this.#drift.ppm
  }

  /**
   * What all but `share` of the windows, the current one among them, stayed below, and all but one at least: the slowest
   * packet, in ms more than the fastest.
   */
  spreadMs(share: number): number {
    const known = Math.min(this.#closed, WINDOWS)
    const above = Math.max(1, Math.floor(share * (known + 1)))
    let bound = Number.POSITIVE_INFINITY
    for (let skipped = 0; skipped <= above; ) {
      const next = this.#greatestBelow(bound, known)
      if (next.times === 0) return 0
      skipped += next.times
      bound = next.spreadMs
    }
    return bound
  }

  readonly #greatest = { spreadMs: 0, times: 0 }

  /** The greatest spread below `bound`, and how many windows have it. The answer is reused. */
  #greatestBelow(bound: number, known: number): { spreadMs: number; times: number } {
    const greatest = this.#greatest
    const current = Math.max(0, this.#maximum - this.#originMs)
    greatest.spreadMs = current < bound ? current : Number.NEGATIVE_INFINITY
    greatest.times = current < bound ? 1 : 0
    for (let index = 0; index < known; index += 1) {
      const spread = this.#spreads[index] ?? 0
      if (spread >= bound || spread < greatest.spreadMs) continue
      greatest.times = spread === greatest.spreadMs ? greatest.times + 1 : 1
      greatest.spreadMs = spread
    }
    return greatest
  }

  #isPreRoll(slot: number): boolean {
    return slot < this.#preRollEnd && slot >= this.#preRollEnd - PRE_ROLL_SLOTS
  }

  /** The packet of `slot` came by a faster route: what came, and still comes, by the one before says nothing of this one. */
  #leaveRoute(slot: number): void {
    this.#routeFrom = slot
    this.#maximum = Number.NEGATIVE_INFINITY
  }

  #closeWindow(nowMs: number): void {
    if (this.#maximum > Number.NEGATIVE_INFINITY) {
      this.#spreads[this.#closed % WINDOWS] = Math.max(0, this.#maximum - this.#originMs)
      this.#minima[this.#closed % FLOOR_WINDOWS] = this.#minimum
      this.#closed += 1
      this.#drift.push(this.#windowFromMs, this.#minimum)
      this.#slideFloor()
    }
    this.#openWindow(nowMs)
  }

  /** Forgets what was fastest more than two seconds ago. */
  #slideFloor(): void {
    const before = this.#originMs
    this.#originMs = Number.POSITIVE_INFINITY
    for (const minimum of this.#minima) this.#originMs = Math.min(this.#originMs, minimum)
    const step = this.#originMs - before
    if (step > STEP_MS && this.#maximum - this.#minimum < step / 2) this.#forgive(step)
  }

  /** The line has become slower by `step` and is steady: that was no jitter, though it was taken for it until now. */
  #forgive(step: number): void {
    for (let age = 1; age <= Math.min(FLOOR_WINDOWS, this.#closed); age += 1) {
      const index = (this.#closed - age) % WINDOWS
      this.#spreads[index] = Math.max(0, (this.#spreads[index] ?? 0) - step)
    }
  }

  #beginAnew(nowMs: number): void {
    this.#minima.fill(Number.POSITIVE_INFINITY)
    this.#originMs = Number.POSITIVE_INFINITY
    this.#routeFrom = 0
    this.#lastTransitMs = Number.NaN
    this.#drift.reset()
    this.#openWindow(nowMs)
  }

  #openWindow(nowMs: number): void {
    this.#windowFromMs = nowMs
    this.#minimum = Number.POSITIVE_INFINITY
    this.#maximum = Number.NEGATIVE_INFINITY
  }

  #measureJitter(transitMs: number): void {
    if (!Number.isNaN(this.#lastTransitMs)) {
      this.#jitterMs += (Math.abs(transitMs - this.#lastTransitMs) - this.#jitterMs) * JITTER_SHARE
    }
    this.#lastTransitMs = transitMs
  }
}
