/** How long a Worker goes by a scoreboard before it asks again. */

import { expect, it } from 'vitest'
import type { Scoreboard } from '../../src/turn/scoreboard.ts'
import { BOARD_LASTS_MS, ScoreboardCache } from '../../src/turn/scoreboard-cache.ts'

const NOW_MS = 1_800_000_000_000
const UP: Scoreboard = { a: { state: 'up', judgedAtMs: NOW_MS } }
const DOWN: Scoreboard = { a: { state: 'down', judgedAtMs: NOW_MS } }

const loads = (board: Scoreboard) => async () => board
const fails = async () => {
  throw new Error('The object is out of reach.')
}

it('goes by what it has read for 30 s, and not a moment longer', async () => {
  const cache = new ScoreboardCache()
  expect(await cache.read(NOW_MS, loads(UP))).toBe(UP)
  expect(await cache.read(NOW_MS + BOARD_LASTS_MS - 1, loads(DOWN))).toBe(UP)
  expect(await cache.read(NOW_MS + BOARD_LASTS_MS, loads(DOWN))).toBe(DOWN)
})

it('asks again when the clock was set back: nobody knows how old it is then', async () => {
  const cache = new ScoreboardCache()
  await cache.read(NOW_MS, loads(UP))
  expect(await cache.read(NOW_MS - 1, loads(DOWN))).toBe(DOWN)
})

it('keeps what it had when asking fails, and asks the next time', async () => {
  const cache = new ScoreboardCache()
  await cache.read(NOW_MS, loads(UP))
  const laterMs = NOW_MS + BOARD_LASTS_MS
  await expect(cache.read(laterMs, fails)).rejects.toThrow('out of reach')
  expect(cache.latest).toBe(UP)
  expect(await cache.read(laterMs, loads(DOWN))).toBe(DOWN)
})

it('has each of two requests at once ask for itself', async () => {
  const cache = new ScoreboardCache()
  let asked = 0
  const load = async () => {
    asked += 1
    return UP
  }
  await Promise.all([cache.read(NOW_MS, load), cache.read(NOW_MS, load)])
  expect(asked).toBe(2)
})
