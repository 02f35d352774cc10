/** Who tries again, and when: docs/protocol.md, R1. */

import { expect, it } from 'vitest'
import { ClosedLine } from '../../bench/load/member-connection.ts'
import { leastWaitMs } from '../../bench/load/next-attempt.ts'
import { OpeningRefused } from '../../bench/load/opening.ts'

const refused = (status: number, headers: [string, string][] = []) =>
  new OpeningRefused({ status, headers: new Map(headers) }, '')

it.each([
  ['a line that broke', new ClosedLine(1006, ''), 0],
  ['[R1] 4500', new ClosedLine(4500, 'internal'), 0],
  ['[R1] 4429', new ClosedLine(4429, 'tooFast'), 5_000],
  ['[R1] 4503', new ClosedLine(4503, 'unavailable'), 5_000],
  ['[R1] 4461', new ClosedLine(4461, 'roomFull'), undefined],
  ['a token that was refused', new ClosedLine(4401, 'unauthorized'), undefined],
  ['a server that is not there', Object.assign(new Error(), { code: 'ECONNREFUSED' }), 0],
  ['HTTP 429 with Retry-After', refused(429, [['retry-after', '7']]), 7_000],
  ['HTTP 503 without', refused(503), 5_000],
  ['HTTP 404', refused(404), undefined],
])('after %s', (_, failure, waitMs) => {
  expect(leastWaitMs(failure)).toBe(waitMs)
})
