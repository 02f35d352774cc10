/**
 * Keeps a member's line alive and measures it: pings stop-and-wait (docs/protocol.md, C24–C27). The clock and the timers
 * are the machine's own.
 *
 * Next: bench/load/member-line.ts
 */

import { LATE_PONG_MS, PING_INTERVAL_MS } from '../../src/protocol/handshake.ts'

/** docs/protocol.md, C27. */
const LOST_AFTER_MS = 5_000

export class Pinging {
  /** `performance.now()` of the last ping and the last pong; 0 before the first. */
  sentAtMs = 0
  answeredAtMs = 0
  /** From the last answered ping to its pong; NaN before the first. */
  roundTripMs = Number.NaN
  readonly #ping: () => void
  readonly #lost: () => void
  #timer: NodeJS.Timeout | undefined
  #isOut = false
  #isAsleep = false

  /** `lost` is called when a pong has not come in time. */
  constructor(ping: () => void, lost: () => void) {
    this.#ping = ping
    this.#lost = lost
  }

  /** A connection is open. */
  begin(): void {
    this.stop()
    this.#send()
  }

  pong(): void {
    if (!this.#isOut) return
    this.#isOut = false
    this.answeredAtMs = performance.now()
    this.roundTripMs = this.answeredAtMs - this.sentAtMs
    if (this.roundTripMs > LATE_PONG_MS) this.#send()
    else this.#later(() => this.#send(), PING_INTERVAL_MS)
  }

  /** The connection is gone. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#isOut = false
  }

  /** The device sleeps: nothing is sent, and nothing is missed. */
  sleep(): void {
    this.#isAsleep = true
    clearTimeout(this.#timer)
  }

  /** A ping that was under way when the device fell asleep has its pong among what is read now. */
  wake(): void {
    if (!this.#isAsleep) return
    this.#isAsleep = false
    if (!this.#isOut) this.#send()
    else this.#later(this.#lost, LOST_AFTER_MS)
  }

  #send(): void {
    this.#isOut = true
    this.sentAtMs = performance.now()
    this.#ping()
    this.#later(this.#lost, LOST_AFTER_MS)
  }

  #later(act: () => void, afterMs: number): void {
    clearTimeout(this.#timer)
    if (!this.#isAsleep) this.#timer = setTimeout(act, afterMs)
  }
}
