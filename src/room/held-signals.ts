/**
 * Signals to members who are *reconnecting*: kept until they are back, or reported undeliverable [C11]. Pure.
 */

import { HELD_SIGNALS } from '../protocol/limits.ts'

export interface HeldSignal {
  /** Numbers of the two members. */
  from: number
  to: number
  id: string | undefined
  data: string
  untilMs: number
}

export class HeldSignals {
  #held: HeldSignal[] = []

  /** Keeps a signal; false when there is no place for it. */
  hold(signal: HeldSignal): boolean {
    const forThem = this.#held.filter(({ to }) => to === signal.to).length
    const fromThem = this.#held.filter(({ from }) => from === signal.from).length
    if (
      this.#held.length >= HELD_SIGNALS.inAll ||
      forThem >= HELD_SIGNALS.forMember ||
      fromThem >= HELD_SIGNALS.fromMember
    )
      return false
    this.#held.push(signal)
    return true
  }

  /** Those for a member who is back, or is gone for good, in the order in which they came; they are kept no longer. */
  takeFor(member: number): HeldSignal[] {
    return this.#take(({ to }) => to === member)
  }

  /** Those that have waited long enough. */
  takeExpired(nowMs: number): HeldSignal[] {
    return this.#take(({ untilMs }) => untilMs <= nowMs)
  }

  nextDeadlineMs(): number | undefined {
    return this.#held.length === 0 ? undefined : Math.min(...this.#held.map(({ untilMs }) => untilMs))
  }

  #take(which: (signal: HeldSignal) => boolean): HeldSignal[] {
    if (this.#held.length === 0) return this.#held
    const taken = this.#held.filter(which)
    if (taken.length > 0) this.#held = this.#held.filter((signal) => !which(signal))
    return taken
  }
}
