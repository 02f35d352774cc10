/** Loads as they are written and named. */

import { expect, it } from 'vitest'
import { nameOf, readLoad } from '../../../bench/relay/load.ts'

it('reads members and speakers', () => {
  expect(readLoad('200x4')).toEqual({ members: 200, speakers: 4 })
  expect(nameOf(readLoad('200x4'))).toBe('200 members, 4 speak')
})

it.each(['', '10', '10x', 'x2', '10x0', '2x3', '1x1', '10x2x3', '-10x2', '10 x 2'])(
  'takes "%s" for no load',
  (text) => {
    expect(() => readLoad(text)).toThrow('10x2')
  },
)
