/** The playout delays that are compared, by name: the engine's own, fixed ones, and a rule from the round trip. */

import { AdaptivePlayoutDelay } from '../../src/audio/adaptive-delay.ts'
import { FixedPlayoutDelay, type PlayoutDelay } from '../../src/audio/playout-delay.ts'
import type { Trace } from './trace.ts'

/** What the SDK plays with. */
export const ADAPTIVE = 'adaptive'
export const RTT_RULE = 'rtt-rule'
const FIXED_MS = [20, 40, 60, 80, 100, 150, 200, 300, 400] as const
export const BUFFERS: readonly string[] = [ADAPTIVE, ...FIXED_MS.map((ms) => `fixed-${ms}`), RTT_RULE]

/** A delay of this name for a listener behind `trace`. */
export function newDelay(buffer: string, trace: Trace): PlayoutDelay {
  if (buffer === ADAPTIVE) return new AdaptivePlayoutDelay()
  if (buffer === RTT_RULE) return new RttRule(trace.rttMs)
  const ms = Number(/^fixed-(\d+)$/.exec(buffer)?.[1])
  if (Number.isNaN(ms)) throw new Error(`There is no buffer ${buffer}; there are ${BUFFERS.join(', ')}.`)
  return new FixedPlayoutDelay(ms)
}

/** 0.8 times the round trip and three times RFC 3550's jitter, above the fastest packet. */
export class RttRule extends FixedPlayoutDelay {
  readonly #rttMs: number

  constructor(rttMs: number) {
    super(0.8 * rttMs)
    this.#rttMs = rttMs
  }

  override arrived(slot: number, nowMs: number): void {
    super.arrived(slot, nowMs)
    this.targetMs = 0.8 * this.#rttMs + 3 * this.arrivals.jitterMs
  }
}
