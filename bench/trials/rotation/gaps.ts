/** How long somebody heard nothing: the longest time between two messages of audio, over a span. */

export class Gaps {
  longestMs = 0
  #heardAtMs = performance.now()

  /** From now on; what began before counts with all of its length. */
  begin(): void {
    this.longestMs = 0
  }

  readonly hear = (): void => {
    const nowMs = performance.now()
    this.longestMs = Math.max(this.longestMs, nowMs - this.#heardAtMs)
    this.#heardAtMs = nowMs
  }

  /** The longest, with the one that lasts. */
  end(): number {
    return Math.max(this.longestMs, performance.now() - this.#heardAtMs)
  }
}
