/**
 * How long audio waits for the line's jitter before it is played. The jitter buffer asks, an implementation decides:
 * `FixedPlayoutDelay` waits the same time in every spurt. All times are of the listener's audio clock, in ms.
 */

import { SLOT_MS } from '../protocol/packet.ts'

export interface PlayoutDelay {
  /** A spurt begins, or playing begins anew within one: the next arrivals tell where its slots lie in time. */
  anchor(): void
  /** A packet of the spurt has arrived. */
  arrived(slot: number, nowMs: number): void
  /** When the audio of `slot` is due, after at least one arrival. */
  dueAtMs(slot: number): number
}

/** Two or three frames: what browsers' scheduling and a home network stray by, most of the time. */
export const FIXED_PLAYOUT_DELAY_MS = 60

export class FixedPlayoutDelay implements PlayoutDelay {
  readonly #delayMs: number
  /** When slot 0 of the spurt would have arrived, had it travelled as fast as the fastest packet so far. */
  #originMs = Number.POSITIVE_INFINITY

  constructor(delayMs = FIXED_PLAYOUT_DELAY_MS) {
    this.#delayMs = delayMs
  }

  anchor(): void {
    this.#originMs = Number.POSITIVE_INFINITY
  }

  arrived(slot: number, nowMs: number): void {
    this.#originMs = Math.min(this.#originMs, nowMs - slot * SLOT_MS)
  }

  dueAtMs(slot: number): number {
    return this.#originMs + slot * SLOT_MS + this.#delayMs
  }
}
