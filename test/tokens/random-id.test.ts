/** Identifiers have the shape that every schema asks for, and do not repeat. */

import * as v from 'valibot'
import { expect, it } from 'vitest'
import { RoomId } from '../../src/protocol/fields.ts'
import { randomId } from '../../src/tokens/random-id.ts'

it('makes 128 bits that are a room id', () => {
  expect(v.is(RoomId, randomId())).toBe(true)
})

it('does not repeat itself', () => {
  expect(new Set(Array.from({ length: 1_000 }, randomId)).size).toBe(1_000)
})
