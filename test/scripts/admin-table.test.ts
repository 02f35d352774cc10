/** A table for a terminal: its columns stand below each other, whatever is in them. */

import { expect, it } from 'vitest'
import { table } from '../../scripts/admin/table.ts'

it('makes columns as wide as what is in them', () => {
  expect(
    table(
      ['id', 'name'],
      [
        ['a', 'Server'],
        ['bcd', 'x'],
      ],
    ),
  ).toBe(['ID   NAME', 'a    Server', 'bcd  x'].join('\n'))
})

it('gives wide letters two columns', () => {
  expect(
    table(
      ['name', 'state'],
      [
        ['厨房', 'good'],
        ['abcd', 'good'],
      ],
    ),
  ).toBe(['NAME  STATE', '厨房  good', 'abcd  good'].join('\n'))
})
