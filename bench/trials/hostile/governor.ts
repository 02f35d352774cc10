/** Holds senders to so many messages a second between them all. */

/** Less than this is not worth a timer. */
const SHORTEST_WAIT_MS = 4

export class Governor {
  readonly #perMs: number
  /** When the next message may leave, were they spread evenly. */
  #nextAtMs = 0

  constructor(perSecond: number) {
    this.#perMs = perSecond / 1_000
  }

  /** Resolves when `count` messages may leave. */
  async take(count: number): Promise<void> {
    const nowMs = performance.now()
    const atMs = Math.max(nowMs, this.#nextAtMs)
    this.#nextAtMs = atMs + count / this.#perMs
    if (atMs - nowMs >= SHORTEST_WAIT_MS) await new Promise((resolve) => setTimeout(resolve, atMs - nowMs))
  }
}
