/**
 * The pages of the roster that were asked for and have not come: sent no faster than leaves the connection room for
 * everything else, and again on a new line [C28]. Pure.
 */

/** docs/protocol.md, "Limits": a page counts as five of 100 messages at once and 20 a second; half of that is for pages. */
const AT_ONCE = 10
const EVERY_MS = 500

export class RosterAsks {
  /** In the order in which they were asked; the first `#sent` of them are under way. */
  readonly #asked: number[] = []
  #sent = 0
  #isOpen = false
  /** When as many may leave at once as ever; later by `EVERY_MS` for each that has left. */
  #restedAtMs = Number.NEGATIVE_INFINITY

  /** The page behind this number is wanted. */
  add(after: number): void {
    this.#asked.push(after)
  }

  /** The first one that was sent has been answered. */
  answered(): void {
    if (this.#sent === 0) return
    this.#asked.shift()
    this.#sent -= 1
  }

  /** A line is there: nothing has been asked over it. */
  opened(): void {
    this.#isOpen = true
    this.#sent = 0
  }

  lost(): void {
    this.#isOpen = false
  }

  nextDeadlineMs(): number | undefined {
    return this.#isOpen && this.#sent < this.#asked.length ? this.#nextAtMs : undefined
  }

  /** What is to be sent now: numbers to ask behind. */
  due(nowMs: number): number[] {
    const due: number[] = []
    while (nowMs >= (this.nextDeadlineMs() ?? Number.POSITIVE_INFINITY)) {
      due.push(this.#asked[this.#sent] ?? 0)
      this.#sent += 1
      this.#restedAtMs = Math.max(this.#restedAtMs, nowMs) + EVERY_MS
    }
    return due
  }

  get #nextAtMs(): number {
    return this.#restedAtMs - (AT_ONCE - 1) * EVERY_MS
  }
}
