/** RFC 9110 §10.2.3: when to try again. */

import { expect, it } from 'vitest'
import { readRetryAfter } from '../../src/client/retry-after.ts'

const NOW_MS = Date.parse('Fri, 31 Dec 1999 23:59:00 GMT')

it.each([
  ['0', 0],
  ['120', 120_000],
  [' 5 ', 5_000],
  ['Fri, 31 Dec 1999 23:59:59 GMT', 59_000],
  ['Fri, 31 Dec 1999 23:58:00 GMT', 0],
  ['', undefined],
  ['soon', undefined],
  [null, undefined],
])('%j is %j ms from now', (header, ms) => {
  expect(readRetryAfter(header, NOW_MS)).toBe(ms)
})
