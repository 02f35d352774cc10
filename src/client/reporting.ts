/**
 * Tells the room at the interval that it asks for what arrives here, so that it notices when somebody is not heard
 * [C29, W26]. Pure.
 */

import type { Reception } from '../protocol/client-message.ts'
import { Receptions } from './receptions.ts'

export class Reporting {
  readonly #random: () => number
  readonly #receptions = new Receptions()
  #everyMs = 0
  #nextAtMs: number | undefined
  #deafened = false

  /** `random` is from 0 (inclusive) to 1. */
  constructor(random: () => number) {
    this.#random = random
  }

  /** A new connection: nothing has come over it, and the room has not asked yet. */
  reset(): void {
    this.#receptions.clear()
    this.#everyMs = 0
    this.#nextAtMs = undefined
  }

  /**
   * The room asks for a report every so often; 0 for none. A whole room is asked at once: each client begins at a moment
   * of its own, so that the reports do not come all at once too.
   */
  every(everyMs: number, nowMs: number): void {
    if (everyMs === this.#everyMs) return
    this.#everyMs = everyMs
    this.#nextAtMs = everyMs === 0 ? undefined : nowMs + everyMs * this.#random()
  }

  /** Who is deafened is sent nothing, and has nothing to report. */
  deafen(deafened: boolean): void {
    if (deafened === this.#deafened) return
    this.#deafened = deafened
    this.#receptions.clear()
  }

  /** A binary message has come. */
  heard(message: Uint8Array): void {
    this.#receptions.count(message)
  }

  forget(member: number): void {
    this.#receptions.forget(member)
  }

  nextDeadlineMs(): number | undefined {
    return this.#nextAtMs
  }

  /** The report that is due now, an empty one too; undefined when none is. */
  tick(nowMs: number): Reception[] | undefined {
    if (this.#nextAtMs === undefined || nowMs < this.#nextAtMs) return undefined
    this.#nextAtMs = nowMs + this.#everyMs
    return this.#deafened ? undefined : this.#receptions.take()
  }
}
