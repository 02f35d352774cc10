/** Links to clips: asked for when needed, used while they last, new when the last one did not do. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ClipLinks } from '../../../web/room/clips/clip-links.ts'

const QUARTER_MS = 900_000
let asked = 0
const links = () =>
  new ClipLinks({
    link: async (clip) => {
      asked += 1
      return { url: `https://v/${clip}?link=${asked}`, expiresAtMs: Date.now() + QUARTER_MS }
    },
  })

beforeEach(() => {
  asked = 0
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

it('uses a link for all that one wants of a clip', async () => {
  const some = links()
  expect(await some.of('a')).toBe('https://v/a?link=1')
  expect(await some.of('a', { as: 'webm' })).toBe('https://v/a?link=1&as=webm')
  expect(await some.of('a', { as: 'mp4', download: true })).toBe('https://v/a?link=1&as=mp4&download=1')
  expect(asked).toBe(1)
})

it('asks for another before the last one expires', async () => {
  const some = links()
  await some.of('a')
  vi.advanceTimersByTime(QUARTER_MS - 60_001)
  await some.of('a')
  expect(asked).toBe(1)
  vi.advanceTimersByTime(1)
  expect(await some.of('a')).toBe('https://v/a?link=2')
})

it('asks for another when the last one did not do', async () => {
  const some = links()
  await some.of('a')
  expect(await some.of('a', { fresh: true })).toBe('https://v/a?link=2')
})
