/** When to connect again after a line was lost (docs/protocol.md, R3). Pure. */

/** Most losses are a server's restart: it is back at once, and a thousand clients come over a tenth of a second. */
const FIRST_WITHIN_MS = 100
const STEP_MS = 250
const FIRST_MINUTE_MS = 60_000
const CAP_IN_FIRST_MINUTE_MS = 2_000
const CAP_LATER_MS = 10_000

/**
 * How long to wait before attempt number `attempt` (0, 1, 2, …), `lostForMs` after the line was lost. Full jitter: any
 * time up to a bound that doubles, so that those who were dropped together do not come back together.
 * `random` is from 0 (inclusive) to 1.
 */
export function reconnectDelayMs(attempt: number, lostForMs: number, random: number): number {
  if (attempt === 0) return random * FIRST_WITHIN_MS
  const cap = lostForMs < FIRST_MINUTE_MS ? CAP_IN_FIRST_MINUTE_MS : CAP_LATER_MS
  return random * Math.min(cap, STEP_MS * 2 ** attempt)
}
