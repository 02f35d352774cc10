/**
 * A trace at work: from when messages leave to when they arrive, by the listener's clock.
 *
 * Next: bench/voice/listening.ts
 */

import type { Departure } from './sender.ts'
import { delayAt, type Trace } from './trace.ts'

export interface Arrival {
  bytes: Uint8Array<ArrayBuffer>
  atMs: number
}

/** What a clock that runs `driftPpm` too fast calls a second lasts this long. */
export const secondsOf = (driftPpm: number): number => 1 / (1 + driftPpm * 1e-6)

/** In the order of arrival. */
export function carry(departures: readonly Departure[], trace: Trace): Arrival[] {
  const arrivals: Arrival[] = []
  let lastMs = 0
  for (const { bytes, atMs } of departures) {
    const leftMs = atMs * secondsOf(trace.driftPpm)
    const delayMs = delayAt(trace, leftMs)
    if (delayMs === null) continue
    const arrivedMs = trace.ordered ? Math.max(lastMs, leftMs + delayMs) : leftMs + delayMs
    lastMs = arrivedMs
    arrivals.push({ bytes, atMs: arrivedMs })
  }
  return trace.ordered ? arrivals : arrivals.sort((a, b) => a.atMs - b.atMs)
}
