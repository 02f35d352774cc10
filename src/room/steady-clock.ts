/**
 * Milliseconds since 1970 that never step back: when the system's clock is set back, the room's goes on. Every deadline
 * and every age in the room is reckoned by it. Pure; what the system says is an argument.
 */

export class SteadyClock {
  #latestMs = Number.NEGATIVE_INFINITY
  /** How far the system's clock has been set back, in all. */
  #behindMs = 0

  /** The time now, when the system's clock says `systemMs`. */
  read(systemMs: number): number {
    this.#behindMs = Math.max(this.#behindMs, this.#latestMs - systemMs)
    this.#latestMs = systemMs + this.#behindMs
    return this.#latestMs
  }

  /** A moment that the system has noted, by this clock. */
  at(systemMs: number): number {
    return systemMs + this.#behindMs
  }
}
