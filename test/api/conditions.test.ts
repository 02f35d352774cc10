/** Conditions by RFC 9110 §13. */

import { expect, it } from 'vitest'
import { isAlreadyThere, isRangeWanted } from '../../src/api/conditions.ts'

const ETAG = '"abc-webm"'

it.each([
  [undefined, false],
  ['', false],
  ['*', true],
  [' * ', true],
  [ETAG, true],
  [`W/${ETAG}`, true],
  [`"other", ${ETAG}`, true],
  [`"a,b" ,W/"c",${ETAG}`, true],
  ['"abc"', false],
  ['"abc-webm", "abc"', true],
  ['abc-webm', false],
  ['"other"', false],
])('§13.1.2 If-None-Match: %s', (header, expected) => {
  expect(isAlreadyThere(header, ETAG)).toBe(expected)
})

it.each([
  [undefined, true],
  [ETAG, true],
  [`W/${ETAG}`, false],
  ['"other"', false],
  ['Sat, 21 Nov 2026 07:28:00 GMT', false],
])('§13.1.5 If-Range: %s', (header, expected) => {
  expect(isRangeWanted(header, ETAG)).toBe(expected)
})
