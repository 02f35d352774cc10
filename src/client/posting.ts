/** When talk is posted: one request at a time, once a second while there is something, later after each failure. Pure. */

/** What fell behind in the meantime goes together. */
const EVERY_MS = 1_000
const FIRST_RETRY_WITHIN_MS = 1_000
const RETRY_WITHIN_MS = 30_000

export class Posting {
  readonly #random: () => number
  #isUnderWay = false
  #nextAtMs = Number.NEGATIVE_INFINITY
  #failures = 0

  /** `random` is from 0 (inclusive) to 1. */
  constructor(random: () => number) {
    this.#random = random
  }

  /** When to look again for something to post; undefined while a request is under way. */
  nextAtMs(): number | undefined {
    return this.#isUnderWay ? undefined : this.#nextAtMs
  }

  isDue(nowMs: number): boolean {
    return !this.#isUnderWay && nowMs >= this.#nextAtMs
  }

  /** There was nothing to post. */
  idle(nowMs: number): void {
    this.#nextAtMs = nowMs + EVERY_MS
  }

  begin(nowMs: number): void {
    this.#isUnderWay = true
    this.#nextAtMs = nowMs + EVERY_MS
  }

  /** The server has answered. `isMore`: what was posted was not all of it, and the rest need not wait. */
  answered(isMore: boolean, nowMs: number): void {
    this.#isUnderWay = false
    this.#failures = 0
    if (isMore) this.#nextAtMs = nowMs
  }

  /** It could not, or not for so long. Full jitter: those who lost the same server do not come back together. */
  failed(nowMs: number, leastWaitMs = 0): void {
    const withinMs = Math.min(RETRY_WITHIN_MS, FIRST_RETRY_WITHIN_MS * 2 ** this.#failures)
    this.#isUnderWay = false
    this.#failures += 1
    this.#nextAtMs = nowMs + leastWaitMs + withinMs * this.#random()
  }

  /** The way may be free again. */
  hurry(): void {
    this.#failures = 0
    this.#nextAtMs = Number.NEGATIVE_INFINITY
  }
}
