/** Ranges by RFC 9110 §14, against a hundred bytes. */

import { expect, it } from 'vitest'
import { contentRange, readByteRange, unsatisfiedRange } from '../../src/api/byte-range.ts'

const SIZE = 100
const part = (offset: number, length: number) => ({ kind: 'part', offset, length })

it.each([
  ['bytes=0-0', part(0, 1)],
  ['bytes=0-1', part(0, 2)],
  ['bytes=10-19', part(10, 10)],
  ['bytes=99-99', part(99, 1)],
  ['bytes=90-', part(90, 10)],
  ['bytes=0-', part(0, 100)],
  ['bytes=50-999', part(50, 50)],
  ['bytes=-1', part(99, 1)],
  ['bytes=-100', part(0, 100)],
  ['bytes=-999', part(0, 100)],
  ['BYTES=5-6', part(5, 2)],
  ['bytes= 5-6 ', part(5, 2)],
])('§14.1.2 reads %s', (header, expected) => {
  expect(readByteRange(header, SIZE)).toEqual(expected)
})

it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', 'bytes=99999999999999999999-'])(
  '§14.2 cannot satisfy %s',
  (header) => {
    expect(readByteRange(header, SIZE)).toEqual({ kind: 'unsatisfiable' })
  },
)

it.each([
  undefined,
  '',
  'bytes',
  'bytes=',
  'bytes=-',
  'bytes=5-4',
  'bytes=a-b',
  'bytes=1.5-2',
  'bytes=-5-',
  'bytes=0-1,5-6',
  'bytes=0-1, -1',
  'seconds=0-1',
])('§14.2 ignores %s', (header) => {
  expect(readByteRange(header, SIZE)).toEqual({ kind: 'whole' })
})

it.each(['bytes=0-', 'bytes=-5'])('cannot satisfy %s of nothing', (header) => {
  expect(readByteRange(header, 0)).toEqual({ kind: 'unsatisfiable' })
})

it('§14.4 says where a part lies', () => {
  expect(contentRange({ offset: 10, length: 10 }, SIZE)).toBe('bytes 10-19/100')
  expect(unsatisfiedRange(SIZE)).toBe('bytes */100')
})
