/** Rooms in the index: what is added is found, whole or not at all. */

import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { probeIndex } from '../../src/store/probe.ts'
import { addRoom, findRoom, linksInto, type RoomLink } from '../../src/store/rooms.ts'

const LINKS: RoomLink[] = [
  { id: 'invite-a', role: 'speaker', secretHash: 'hash-of-the-guests' },
  { id: 'invite-b', role: 'owner', secretHash: 'hash-of-the-owner' },
]

beforeAll(async () => {
  await expect(probeIndex(env.INDEX)).rejects.toThrow('no such table')
  await applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS)
})

it('answers once its migrations are applied', async () => {
  await expect(probeIndex(env.INDEX)).resolves.toBeUndefined()
})

it('finds a room and its links', async () => {
  await addRoom(env.INDEX, { id: 'kitchen', name: 'Kitchen 厨房', createdAtMs: 1 }, LINKS)
  expect(await findRoom(env.INDEX, 'kitchen')).toEqual({ id: 'kitchen', name: 'Kitchen 厨房' })
  expect(await linksInto(env.INDEX, 'kitchen')).toEqual(LINKS)
})

it('keeps a room without a name', async () => {
  await addRoom(env.INDEX, { id: 'nameless', name: null, createdAtMs: 1 }, [])
  expect(await findRoom(env.INDEX, 'nameless')).toEqual({ id: 'nameless', name: null })
})

it('finds nothing where there is nothing', async () => {
  expect(await findRoom(env.INDEX, "' OR 1 = 1 --")).toBeNull()
  expect(await linksInto(env.INDEX, 'nowhere')).toEqual([])
})

it('adds no room whose links it cannot keep', async () => {
  const twice = [...LINKS, ...LINKS]
  await expect(addRoom(env.INDEX, { id: 'half', name: null, createdAtMs: 1 }, twice)).rejects.toThrow('UNIQUE')
  expect(await findRoom(env.INDEX, 'half')).toBeNull()
})

it('adds no second room of the same id', async () => {
  await addRoom(env.INDEX, { id: 'once', name: 'first', createdAtMs: 1 }, [])
  await expect(addRoom(env.INDEX, { id: 'once', name: 'second', createdAtMs: 2 }, [])).rejects.toThrow('UNIQUE')
  expect(await findRoom(env.INDEX, 'once')).toMatchObject({ name: 'first' })
})
