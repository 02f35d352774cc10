/**
 * How much faster a speaker's clock runs than the listener's: the slope of the fastest transits, by least squares that
 * forget. For statistics: playing follows the fastest packet itself (src/audio/arrivals.ts).
 */

/** Half a second each: the last minute or so counts. */
const KEEP_SHARE = 0.99
/** Before 10 s the rounding of arrivals to 3 ms is all there is to see. */
const LEAST_WEIGHT = 18
/** A transit that jumps by more is another route. */
const STEP_MS = 20

export class ClockDrift {
  #weight = 0
  #atMs = 0
  #transitMs = 0
  #spanSquared = 0
  #product = 0

  /** Takes the least transit of a window. */
  push(atMs: number, transitMs: number): void {
    if (!(Math.abs(transitMs - this.#expected(atMs)) < STEP_MS)) this.reset()
    this.#weight = this.#weight * KEEP_SHARE + 1
    const beforeMs = atMs - this.#atMs
    this.#atMs += beforeMs / this.#weight
    this.#transitMs += (transitMs - this.#transitMs) / this.#weight
    this.#spanSquared = this.#spanSquared * KEEP_SHARE + beforeMs * (atMs - this.#atMs)
    this.#product = this.#product * KEEP_SHARE + beforeMs * (transitMs - this.#transitMs)
  }

  reset(): void {
    this.#weight = this.#atMs = this.#transitMs = this.#spanSquared = this.#product = 0
  }

  /** Positive when the speaker's clock is fast: its transits shrink. 0 until it is known. */
  get ppm(): number {
    return this.#weight < LEAST_WEIGHT || this.#spanSquared === 0 ? 0 : -1e6 * (this.#product / this.#spanSquared)
  }

  #expected(atMs: number): number {
    return this.#weight === 0 ? Number.NaN : this.#transitMs - (this.ppm / 1e6) * (atMs - this.#atMs)
  }
}
