/** Parts of a block, without an object for each where it is the whole. */

import { expect, it } from 'vitest'
import { firstOf } from '../../src/audio/pcm.ts'

it('is the block itself where all of it is asked for, else its beginning', () => {
  const block = Float32Array.of(1, 2, 3)
  expect(firstOf(block, 3)).toBe(block)
  expect(firstOf(block, 2)).toEqual(Float32Array.of(1, 2))
  expect(firstOf(block, 2).buffer).toBe(block.buffer)
})
