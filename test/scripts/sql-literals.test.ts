/** Values written into SQL: whatever they hold, they stay values. */

import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { withLiterals } from '../../scripts/admin/sql-literals.ts'

it('writes values where their numbers stand', () => {
  expect(withLiterals('UPDATE t SET a = ?2, b = ?1 WHERE c = ?2', ['x', 7])).toBe(
    "UPDATE t SET a = 7, b = 'x' WHERE c = 7",
  )
  expect(withLiterals('SELECT ?1', [null])).toBe('SELECT NULL')
})

it('leaves question marks in quotes alone', () => {
  expect(withLiterals(`SELECT 'why?1 it''s ?1', "what?1", ?1`, ['x'])).toBe(`SELECT 'why?1 it''s ?1', "what?1", 'x'`)
})

it.each(["'; DROP TABLE api_keys; --", "''", "\\'", '?1', '$1 $& \\1', 'a;b', '/* */ --', 'line\nfeed', '厨房 🎙️'])(
  'keeps %j as it is',
  (text) => {
    expect(answered(text)).toBe(text)
  },
)

it('keeps any text and any whole number as they are', () => {
  const texts = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0') && text.isWellFormed())
  fc.assert(
    fc.property(fc.oneof(texts, fc.maxSafeInteger()), (value) => {
      expect(answered(value)).toBe(value)
    }),
  )
})

const database = new DatabaseSync(':memory:')
const answered = (value: unknown) => Object.values(database.prepare(withLiterals('SELECT ?1', [value])).get() ?? {})[0]

it.each([
  ['a text with a zero byte', 'a\0b'],
  ['half a surrogate', '\ud83c'],
  ['half', 0.5],
  ['no number', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['nothing', undefined],
  ['an object', {}],
])('refuses %s', (_, value) => {
  expect(() => withLiterals('SELECT ?1', [value])).toThrow('cannot be written as SQL')
})

it.each(['SELECT ?', 'SELECT ?0', 'SELECT ?2'])('refuses "%s", which has no value', (sql) => {
  expect(() => withLiterals(sql, ['x'])).toThrow('has no value')
})
