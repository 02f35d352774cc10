/** Results as a bench would have them. */

import type { Row } from '../../../bench/voice/row.ts'

export const row = (changes: Partial<Row> = {}): Row => ({
  trace: 'wifi',
  buffer: 'adaptive',
  p50Ms: 80,
  p95Ms: 100,
  maxMs: 300,
  concealedShare: 0.004,
  stoi: 0.98,
  interruptionsPerMinute: 2,
  outsideStallsPerMinute: 0,
  skippedShare: 0,
  laterMs: 0,
  ...changes,
})
