/**
 * How long audio waits for the line's jitter before it is played. The jitter buffer asks, an implementation decides:
 * `FixedPlayoutDelay` waits the same time always, src/audio/adaptive-delay.ts as long as the line asks for. All times
 * are of the listener's audio clock, in ms.
 */

import { SLOT_MS } from '../protocol/packet.ts'
import { Arrivals } from './arrivals.ts'

export interface PlayoutDelay {
  /** What has arrived so far. */
  readonly arrivals: Arrivals
  /** How much later than the fastest packet everything is played. */
  readonly targetMs: number
  /** A spurt begins at `slot`. */
  beginSpurt(slot: number): void
  /** A packet has arrived. */
  arrived(slot: number, nowMs: number): void
}

/** When the audio of `slot` is due, after at least one arrival. */
export function dueAtMs({ arrivals, targetMs }: PlayoutDelay, slot: number): number {
  return arrivals.originMs + slot * SLOT_MS + targetMs
}

/** Waits the same time always. Whoever has a rule of their own may set `targetMs` as it goes. */
export class FixedPlayoutDelay implements PlayoutDelay {
  readonly arrivals = new Arrivals()
  targetMs: number

  constructor(targetMs: number) {
    this.targetMs = targetMs
  }

  beginSpurt(slot: number): void {
    this.arrivals.beginSpurt(slot)
  }

  arrived(slot: number, nowMs: number): void {
    this.arrivals.arrived(slot, nowMs)
  }
}
