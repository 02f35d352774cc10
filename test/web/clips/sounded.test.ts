/** How much of a clip has sounded. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Sounded } from '../../../web/room/clips/sounded.ts'

/** Goes to the first of each pair, and sounds to the second. */
function soundedOf(stretches: readonly (readonly [number, number])[], untilMs = 0): number {
  const sounded = new Sounded(untilMs)
  for (const [fromMs, toMs] of stretches) {
    sounded.goTo(fromMs)
    sounded.reach(toMs)
  }
  return sounded.ms
}

it.each([
  ['from the start', [[0, 7]], 0, 7],
  [
    'the same twice',
    [
      [0, 7],
      [3, 5],
      [0, 7],
    ],
    0,
    7,
  ],
  [
    'with a leap ahead',
    [
      [0, 2],
      [8, 9],
    ],
    0,
    3,
  ],
  [
    'in pieces, the last one first',
    [
      [6, 9],
      [0, 6],
    ],
    0,
    9,
  ],
  ['the rest of what sounded before', [[4, 9]], 4, 9],
  [
    'nothing, when it is only searched',
    [
      [5, 5],
      [9, 9],
    ],
    0,
    0,
  ],
] as const)('%s', (_, stretches, untilMs, expected) => {
  expect(soundedOf(stretches, untilMs)).toBe(expected)
})

it('is as many milliseconds as sounded at least once', () => {
  const stretches = fc.array(fc.tuple(fc.nat(50), fc.nat(20)).map(([from, length]) => [from, from + length] as const))
  fc.assert(
    fc.property(stretches, (some) => {
      const each = new Set(some.flatMap(([from, to]) => Array.from({ length: to - from }, (_, at) => from + at)))
      expect(soundedOf(some)).toBe(each.size)
    }),
  )
})
