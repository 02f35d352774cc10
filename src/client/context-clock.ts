/**
 * Tells whether a context that says it runs really does: after a call, iOS may leave one `running` whose time stands
 * still (WebKit). Pure: it is told the time and the context's own.
 */

/** Rendering comes in bursts, and a busy machine pauses: a second is neither. */
const STANDS_AFTER_MS = 1_000
/** Looks come once a second; where some were left out, page and context slept together. */
const SLEPT_AFTER_MS = 3_000

export class ContextClock {
  #time = 0
  #movedAtMs = Number.NEGATIVE_INFINITY
  #lookedAtMs = Number.NEGATIVE_INFINITY

  /** Takes the time of a context that says it runs; answers whether it stands still. */
  stands(contextTime: number, nowMs: number): boolean {
    const hasSlept = nowMs - this.#lookedAtMs > SLEPT_AFTER_MS
    if (hasSlept || contextTime !== this.#time) this.#movedAtMs = nowMs
    this.#time = contextTime
    this.#lookedAtMs = nowMs
    return nowMs - this.#movedAtMs >= STANDS_AFTER_MS
  }

  /** It does not say that it runs. */
  reset(): void {
    this.#lookedAtMs = Number.NEGATIVE_INFINITY
  }
}
