/** Pieces of bytes, put together. */

import { expect, it } from 'vitest'
import { joinBytes } from '../../src/protocol/join-bytes.ts'

it('joins pieces in their order, empty ones too, wherever they lie', () => {
  const behind = Uint8Array.of(9, 3, 4).subarray(1)
  expect(joinBytes([Uint8Array.of(1, 2), new Uint8Array(0), behind])).toEqual(Uint8Array.of(1, 2, 3, 4))
  expect(joinBytes([])).toEqual(new Uint8Array(0))
})

it('makes bytes of their own: what becomes of the pieces does not matter any more', () => {
  const piece = Uint8Array.of(1)
  const joined = joinBytes([piece])
  piece[0] = 2
  expect(joined).toEqual(Uint8Array.of(1))
})
