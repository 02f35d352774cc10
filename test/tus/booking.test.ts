/** How much of what a room may have under way an upload counts as. */

import { expect, it } from 'vitest'
import { MAX_UPLOAD_BYTES, UPLOAD_STEP_BYTES } from '../../src/protocol/limits.ts'
import { bookedBytes } from '../../src/tus/booking.ts'

it('is its length, where that was said, from the start', () => {
  expect(bookedBytes({ kind: 'whole', lengthBytes: 70 }, 0)).toBe(70)
  expect(bookedBytes({ kind: 'partial', lengthBytes: 0 }, 0)).toBe(0)
})

it('is whole steps, one at the least, and no more than an upload may have, while nobody has said its length', () => {
  const deferred = { kind: 'whole', lengthBytes: null } as const
  expect(bookedBytes(deferred, 0)).toBe(UPLOAD_STEP_BYTES)
  expect(bookedBytes(deferred, UPLOAD_STEP_BYTES)).toBe(UPLOAD_STEP_BYTES)
  expect(bookedBytes(deferred, UPLOAD_STEP_BYTES + 1)).toBe(2 * UPLOAD_STEP_BYTES)
  expect(bookedBytes(deferred, MAX_UPLOAD_BYTES)).toBe(MAX_UPLOAD_BYTES)
  expect(bookedBytes(deferred, 2 * MAX_UPLOAD_BYTES)).toBe(MAX_UPLOAD_BYTES)
})

it('is nothing of one that joins parts: they count already', () => {
  expect(bookedBytes({ kind: 'final', lengthBytes: null }, 0)).toBe(0)
})
