/** Links to try things on. */

import type { Trace } from '../../../bench/voice/trace.ts'

export const link = (delaysMs: readonly (number | null)[], changes: Partial<Trace> = {}): Trace => ({
  name: 'test',
  about: 'a link of a test',
  source: 'test/bench/voice',
  rttMs: 40,
  ordered: true,
  driftPpm: 0,
  messageMs: 20,
  fecPercent: 0,
  stalls: [],
  delaysMs,
  ...changes,
})
