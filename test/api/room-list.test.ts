/** The rooms of a key: its own alone, newest first, and in which of them somebody is. */

import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { setLive } from '../../src/store/rooms.ts'
import { by, createRoom, errorOf, type MadeKey, makeKey, openIndex, request, requestUnder } from './door.ts'

interface Page {
  rooms: { id: string; name: string | null; createdAtMs: number; members: number | null }[]
  next: string | null
}

let key: MadeKey

beforeAll(openIndex)
beforeEach(async () => {
  key = await makeKey()
})

const list = async (query = '', settings: Partial<Env> = {}): Promise<Page> =>
  (await requestUnder(settings, `/v1/rooms${query}`, by(key.text))).json()

/** Rooms in which so many are, by id; those that are not named fail to answer. */
const headcounts = (counts: Record<string, number>) =>
  ({
    getByName: (id: string) => ({
      headcount: async () => counts[id] ?? Promise.reject(new Error('out of reach')),
    }),
  }) as unknown as Env['ROOMS']

it('lists the rooms of this key alone', async () => {
  const { room } = await createRoom('Kitchen', key.text)
  await createRoom('Cellar', (await makeKey()).text)
  await createRoom('Attic')
  expect(await list()).toEqual({ rooms: [{ ...room, createdAtMs: expect.any(Number), members: 0 }], next: null })
})

it('lists them newest first, page by page, each once', async () => {
  for (let count = 0; count < 5; count += 1) await createRoom(`Room ${count}`, key.text)
  const seen: Page['rooms'] = []
  for (let next: string | null = ''; next !== null; ) {
    const page: Page = await list(`?limit=2${next === '' ? '' : `&before=${next}`}`)
    expect(page.rooms.length).toBeLessThanOrEqual(2)
    seen.push(...page.rooms)
    next = page.next
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(5)
  expect(seen.map(({ createdAtMs }) => createdAtMs)).toEqual(
    seen.map(({ createdAtMs }) => createdAtMs).toSorted((a, b) => b - a),
  )
})

it('lists those in which somebody is now', async () => {
  const [full, left, empty] = [
    await createRoom('Full', key.text),
    await createRoom('Left', key.text),
    await createRoom('Empty', key.text),
  ]
  for (const { room } of [full, left]) await setLive(env.INDEX, room.id, true)
  const settings = { ROOMS: headcounts({ [full.room.id]: 3, [left.room.id]: 0 }) }
  const live = await list('?live=true', settings)
  expect(live.rooms).toEqual([{ ...full.room, createdAtMs: expect.any(Number), members: 3 }])
  const all = await list('?live=false', settings)
  expect(new Map(all.rooms.map(({ id, members }) => [id, members]))).toEqual(
    new Map([
      [full.room.id, 3],
      [left.room.id, 0],
      [empty.room.id, 0],
    ]),
  )
})

it('asks the room itself how many are in it', async () => {
  const { room } = await createRoom('Kitchen', key.text)
  await setLive(env.INDEX, room.id, true)
  expect((await list()).rooms).toMatchObject([{ members: 0 }])
})

it('lists a room that does not answer without its number', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { room } = await createRoom('Kitchen', key.text)
  await setLive(env.INDEX, room.id, true)
  expect((await list('?live=true', { ROOMS: headcounts({}) })).rooms).toMatchObject([{ id: room.id, members: null }])
  expect(log.mock.calls.flat().join()).not.toContain(room.id)
  log.mockRestore()
})

it.each(['?live=perhaps', '?limit=0', '?limit=101', '?before=kitchen'])('refuses "%s"', async (query) => {
  const error = await errorOf(await request(`/v1/rooms${query}`, by(key.text)))
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
})
