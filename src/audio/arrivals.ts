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
import { SpreadHistory } from './spread-history.ts'

/** libwebrtc's delay manager resamples every 500 ms as well: the maximum of a window, and not each packet, is what counts. */
const WINDOW_MS = 500
/** 2 s with the current window: the messages and turns of a large room repeat within a quarter of a second. */
const FLOOR_WINDOWS = 4
/** After a longer pause clocks may have drifted, and routes changed: 5 s at 300 ppm are 1.5 ms. */
const STALE_MS = 5_000
/** A jump of the fastest by more than this within one window is another route, not a queue that fills up. */
const STEP_MS = 30
/** What was kept from before the first word comes all at once, and is no jitter. */
const PRE_ROLL_SLOTS = 10
/** Nobody waits so long for every word, that now and then one comes in time. */
const HOPELESS_MS = 360
/** RFC 3550 §6.4.1: the interarrival jitter moves by a sixteenth of each difference. */
const JITTER_SHARE = 1 / 16

export class Arrivals {
  readonly #drift = new ClockDrift()
  /** Of the windows that are closed. */
  readonly spreads = new SpreadHistory(HOPELESS_MS)
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

  /** What the slowest packet of the current window took more than the fastest. */
  get spreadMs(): number {
    return Math.max(0, this.#maximum - this.#originMs)
  }

  /** RFC 3550's interarrival jitter. */
  get jitterMs(): number {
    return this.#jitterMs
  }

  /** How much faster the speaker's clock runs than this one. */
  get driftPpm(): number {
    return this.#drift.ppm
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
      this.#minima[this.spreads.count % FLOOR_WINDOWS] = this.#minimum
      this.spreads.push(this.spreadMs)
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
    // Slower by a step and steady there: that was no jitter, though it was taken for it until now.
    if (step > STEP_MS && this.#maximum - this.#minimum < step / 2) this.spreads.reduce(FLOOR_WINDOWS, step)
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
