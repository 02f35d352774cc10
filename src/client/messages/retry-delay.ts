/** When to try an upload again that failed. Full jitter: those who lost the same server do not come back together. Pure. */

const STEP_MS = 250
const CAP_MS = 30_000

/** How long to wait after failure number `failures` (0, 1, 2, …) in a row. `random` is from 0 (inclusive) to 1. */
export const retryDelayMs = (failures: number, random: number): number =>
  random * Math.min(CAP_MS, STEP_MS * 2 ** failures)
