/** What values may be, as the reference tells people. */

import { expect, it } from 'vitest'
import { shapeOf } from '../../../web/reference/shape.ts'

it.each([
  [{ type: 'string' }, 'text'],
  [{ type: 'string', minLength: 1, maxLength: 64 }, 'text, 1 to 64 characters'],
  [{ type: 'string', pattern: '^[A-Za-z0-9_-]{22}$' }, '22 characters of base64url'],
  [{ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }, 'whole number'],
  [{ type: 'integer', minimum: 1, maximum: 16, default: 4 }, 'whole number, 1 to 16, 4 unless said'],
  [{ anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] }, 'whole number, at least 1, or null'],
  [{ enum: ['up', 'down'] }, '"up", "down"'],
  [{ const: 'text' }, '"text"'],
  [{ type: 'array', items: { type: 'string' }, maxItems: 3 }, 'list of text, at most 3 items'],
  [{ $ref: '#/components/schemas/Room' }, 'Room'],
  [{ type: 'string', format: 'binary' }, 'bytes'],
  [{}, 'anything'],
])('says of %o: %s', (schema, words) => {
  expect(shapeOf(schema)).toBe(words)
})
