/**
 * How uneven a line has been: of each half-second with talk in it, what its slowest packet took more than the fastest. It
 * answers how long to wait so that no more than so many half-seconds, or so much time, go wrong.
 */

/** A minute of talk. Half as long, and a delay that follows it wanders: it has both the waiting and the gaps. */
const WINDOWS = 120
/** Until there are so many, those that are missing count as good ones: one bad moment at the begin is no rule. */
const LEAST_WINDOWS = 60
/** The last three seconds, the current window not counted. */
const RECENT = 6

export class SpreadHistory {
  /** A ring. */
  readonly #spreads = new Float64Array(WINDOWS)
  /** Ascending; those that are missing are 0. */
  readonly #sorted = new Float64Array(WINDOWS)
  #count = 0

  push(spreadMs: number): void {
    this.#spreads[this.#count % WINDOWS] = spreadMs
    this.#count += 1
    this.#sort()
  }

  /** The last `windows` were `ms` too large. */
  reduce(windows: number, ms: number): void {
    for (let age = 1; age <= Math.min(windows, this.#count, WINDOWS); age += 1) {
      const index = (this.#count - age) % WINDOWS
      this.#spreads[index] = Math.max(0, (this.#spreads[index] ?? 0) - ms)
    }
    this.#sort()
  }

  /** Windows there have been. */
  get count(): number {
    return this.#count
  }

  /** What all windows stayed below but `share` of them. */
  exceededBy(share: number): number {
    const above = Math.floor(share * this.#weight)
    return this.#sorted[WINDOWS - 1 - above] ?? 0
  }

  /**
   * The least delay with which packets come too late by `lateMs` a window altogether, in the mean. Windows of more than
   * `hopelessMs` do not count: no delay would have saved them.
   */
  leastFor(lateMs: number, hopelessMs: number): number {
    const allowedMs = lateMs * this.#weight
    let sumMs = 0
    let counted = 0
    for (let index = WINDOWS - 1; index >= 0; index -= 1) {
      const spreadMs = this.#sorted[index] ?? 0
      if (counted > 0 && sumMs - counted * spreadMs > allowedMs) break
      if (spreadMs > hopelessMs) continue
      sumMs += spreadMs
      counted += 1
    }
    return counted === 0 ? 0 : Math.max(0, (sumMs - allowedMs) / counted)
  }

  /** The third largest of the last three seconds and `currentMs`: what has just happened three times happens again. */
  recent(currentMs: number): number {
    let [first, second, third] = [currentMs, 0, 0]
    for (let age = 1; age <= Math.min(RECENT, this.#count); age += 1) {
      const spreadMs = this.#spreads[(this.#count - age) % WINDOWS] ?? 0
      third = Math.max(third, Math.min(second, spreadMs))
      second = Math.max(second, Math.min(first, spreadMs))
      first = Math.max(first, spreadMs)
    }
    return third
  }

  get #weight(): number {
    return Math.max(LEAST_WINDOWS, Math.min(this.#count, WINDOWS))
  }

  #sort(): void {
    this.#sorted.set(this.#spreads)
    this.#sorted.sort()
  }
}
