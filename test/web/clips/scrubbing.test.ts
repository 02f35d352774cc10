/** Where keys and pointers lead in a clip: never outside it. */

import { expect, it } from 'vitest'
import { keyedPosition, pointedPosition } from '../../../web/room/clips/scrubbing.ts'

it.each([
  ['ArrowRight', 10_000, 15_000],
  ['ArrowUp', 58_000, 60_000],
  ['ArrowLeft', 10_000, 5_000],
  ['ArrowDown', 3_000, 0],
  ['PageUp', 10_000, 16_000],
  ['PageDown', 10_000, 4_000],
  ['Home', 10_000, 0],
  ['End', 10_000, 60_000],
])('%s at %i leads to %i of a minute', (key, from, to) => {
  expect(keyedPosition(key, from, 60_000)).toBe(to)
})

it('moves by a page that is no shorter than an arrow in a short clip', () => {
  expect(keyedPosition('PageUp', 0, 8_000)).toBe(5_000)
})

it('leaves other keys to the room', () => {
  expect(keyedPosition('m', 10_000, 60_000)).toBeUndefined()
  expect(keyedPosition(' ', 10_000, 60_000)).toBeUndefined()
})

it('follows the pointer, also past the edges', () => {
  expect(pointedPosition(50, 200, 60_000)).toBe(15_000)
  expect(pointedPosition(-10, 200, 60_000)).toBe(0)
  expect(pointedPosition(300, 200, 60_000)).toBe(60_000)
  expect(pointedPosition(10, 0, 60_000)).toBe(0)
})
