/** What counts as damage, and what is left alone. */

import { describe, expect, it } from 'vitest'
import type { StoredObject } from '../../src/store/clip-objects.ts'
import { hasToGo, isPlausible, LEFT_ALONE_MS, orphansAmong } from '../../src/upkeep/mending.ts'

const NOW_MS = 1_800_000_000_000

const object = (clip: string, changes: Partial<StoredObject> = {}): StoredObject => ({
  key: `clips/ada/202611/${clip}.opus`,
  uploadedAtMs: NOW_MS - LEFT_ALONE_MS,
  origin: { room: 'kitchen', clip },
  ...changes,
})

describe('an object without a row', () => {
  it('is an orphan once it has had its time', () => {
    const objects = [object('a'), object('b'), object('c', { uploadedAtMs: NOW_MS - LEFT_ALONE_MS + 1 })]
    expect(orphansAmong(objects, new Set(['b']), NOW_MS)).toEqual([
      { key: 'clips/ada/202611/a.opus', origin: { room: 'kitchen', clip: 'a' } },
    ])
  })

  it('is left alone when it is none of ours', () => {
    expect(orphansAmong([object('a', { origin: undefined })], new Set(), NOW_MS)).toEqual([])
  })
})

it.each([
  ['known', false],
  ['forgotten', true],
  ['unknown', true],
] as const)('what is left of a clip that is %s: has to go? %s', (mending, expected) => {
  expect(hasToGo(mending)).toBe(expected)
})

it('does not believe that most clips are gone at once: that is a bucket bound wrongly', () => {
  expect([isPlausible(3, 3), isPlausible(9, 9), isPlausible(50, 100)]).toEqual([true, true, true])
  expect([isPlausible(10, 10), isPlausible(51, 100), isPlausible(100, 100)]).toEqual([false, false, false])
})
