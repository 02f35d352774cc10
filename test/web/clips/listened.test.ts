/** What the others are told of how far one has listened. */

import { beforeEach, expect, it } from 'vitest'
import { Listened } from '../../../web/room/clips/listened.ts'

let told: string[]
let listened: Listened
beforeEach(() => {
  told = []
  listened = new Listened(() => 0, {
    heard: (clip) => told.push(`${clip} heard`),
    partly: (clip, uptoMs) => told.push(`${clip} to ${uptoMs}`),
  })
  listened.begin('a', 0)
})

it('says once that a clip was heard, from nine tenths on', () => {
  listened.reach('a', 8_999, 10_000)
  expect(told).toEqual([])
  listened.reach('a', 9_000, 10_000)
  listened.reach('a', 10_000, 10_000)
  listened.stop('a')
  expect(told).toEqual(['a heard'])
})

it('says how far somebody came who stops before, and again only when it is further', () => {
  listened.reach('a', 3_100, 10_000)
  listened.stop('a')
  listened.stop('a')
  listened.goTo('a', 0)
  listened.reach('a', 2_000, 10_000)
  listened.stop('a')
  listened.reach('a', 5_000, 10_000)
  listened.stop('a')
  expect(told).toEqual(['a to 3100', 'a to 5000'])
})

it('counts nothing that was skipped, and no slip of the finger', () => {
  listened.reach('a', 900, 10_000)
  listened.stop('a')
  listened.goTo('a', 8_000)
  listened.reach('a', 8_200, 10_000)
  listened.stop('a')
  expect(told).toEqual(['a to 1100'])
})
