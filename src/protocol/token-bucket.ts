/**
 * A token bucket: `burst` at once, `perSecond` in the long run. Time is an argument.
 */

export interface Rate {
  perSecond: number
  burst: number
}

/** What adding and taking fractions of a token may be off by. */
const ROUNDING_MS = 1e-6

export class TokenBucket {
  readonly #rate: Rate
  #tokens: number
  #filledAtMs: number

  constructor(rate: Rate, nowMs: number) {
    this.#rate = rate
    this.#tokens = rate.burst
    this.#filledAtMs = nowMs
  }

  /** Takes `amount` if it is there; a clock that steps back neither fills nor drains. */
  take(amount: number, nowMs: number): boolean {
    const elapsedMs = Math.max(0, nowMs - this.#filledAtMs)
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + (elapsedMs * this.#rate.perSecond) / 1_000)
    this.#filledAtMs = Math.max(nowMs, this.#filledAtMs)
    if (this.#tokens < amount) return false
    this.#tokens -= amount
    return true
  }

  /** In how many ms `amount` will be there, if nothing is taken meanwhile: a whole number, 0 when it is there now. */
  waitMs(amount: number, nowMs: number): number {
    const missing = amount - this.#tokens
    const sinceMs = Math.max(0, nowMs - this.#filledAtMs)
    const wholeMs = Math.ceil((missing * 1_000) / this.#rate.perSecond - ROUNDING_MS)
    return Math.max(0, wholeMs - sinceMs)
  }
}
