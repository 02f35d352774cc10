/**
 * How uneven a line has been: of each half-second with talk in it, what its slowest packet took more than the fastest. It
 * answers how long to wait so that no more than so many half-seconds go wrong.
 */

/** A minute of talk. Half as long, and a delay that follows it wanders: it has both the waiting and the gaps. */
const WINDOWS = 120
/** The last three seconds, the current window not counted. */
const RECENT = 6

export class SpreadHistory {
  readonly #hopelessMs: number
  /** A ring. */
  readonly #spreads = new Float64Array(WINDOWS)
  /** Ascending; those that are missing are 0. */
  readonly #sorted = new Float64Array(WINDOWS)
  #count = 0

  /** `hopelessMs` and more does not count: no delay would have helped. */
  constructor(hopelessMs: number) {
    this.#hopelessMs = hopelessMs
  }

  push(spreadMs: number): void {
    this.#spreads[this.#count % WINDOWS] = spreadMs < this.#hopelessMs ? spreadMs : 0
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

  /** What all windows stayed below but `share` of them, and but two at least: less is no rule. */
  exceededBy(share: number): number {
    const above = Math.max(2, Math.floor(share * Math.min(this.#count, WINDOWS)))
    return this.#sorted[WINDOWS - 1 - above] ?? 0
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

  #sort(): void {
    this.#sorted.set(this.#spreads)
    this.#sorted.sort()
  }
}
