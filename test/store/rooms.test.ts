/** Rooms in the index: what is added is found, whole or not at all, and what is removed leaves nothing. */

import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { unindexClip } from '../../src/store/clips.ts'
import { findDoor } from '../../src/store/invites.ts'
import { probeIndex } from '../../src/store/probe.ts'
import { addRoom, findRoom, listRooms, type RoomLink, removeRoom, setLive } from '../../src/store/rooms.ts'

const LINKS: RoomLink[] = [
  { id: 'invite-a', role: 'speaker', secretHash: 'hash-of-the-guests' },
  { id: 'invite-b', role: 'owner', secretHash: 'hash-of-the-owner' },
]
const NAMELESS = { name: null, apiKey: null, createdAtMs: 1 }

const linksInto = async (room: string) =>
  (await findDoor(env.INDEX, room))?.invites.map(({ id, role, secretHash }) => ({ id, role, secretHash }))

beforeAll(async () => {
  await expect(probeIndex(env.INDEX)).rejects.toThrow('no such table')
  await applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS)
})

it('answers once its migrations are applied', async () => {
  await expect(probeIndex(env.INDEX)).resolves.toBeUndefined()
})

it('finds a room and its links', async () => {
  await addRoom(env.INDEX, { id: 'kitchen', name: 'Kitchen 厨房', apiKey: 'key', createdAtMs: 1 }, LINKS)
  expect(await findRoom(env.INDEX, 'kitchen')).toEqual({ id: 'kitchen', name: 'Kitchen 厨房', apiKey: 'key' })
  expect(await linksInto('kitchen')).toEqual(LINKS)
})

it('keeps a room without a name, of no key', async () => {
  await addRoom(env.INDEX, { ...NAMELESS, id: 'nameless' }, [])
  expect(await findRoom(env.INDEX, 'nameless')).toEqual({ id: 'nameless', name: null, apiKey: null })
})

it('finds nothing where there is nothing', async () => {
  expect(await findRoom(env.INDEX, "' OR 1 = 1 --")).toBeNull()
  expect(await linksInto('nowhere')).toBeUndefined()
})

it('adds no room whose links it cannot keep', async () => {
  const [link] = LINKS as [RoomLink]
  const broken = { ...link, id: 'broken', secretHash: null } as unknown as RoomLink
  await expect(addRoom(env.INDEX, { ...NAMELESS, id: 'half' }, [broken])).rejects.toThrow('NOT NULL')
  expect(await findRoom(env.INDEX, 'half')).toBeNull()
})

it('changes nothing of a room that is added again', async () => {
  const link: RoomLink = { id: 'invite-c', role: 'owner', secretHash: 'first' }
  await addRoom(env.INDEX, { ...NAMELESS, id: 'once', name: 'first' }, [link])
  await addRoom(env.INDEX, { ...NAMELESS, id: 'once', name: 'second' }, [{ ...link, secretHash: 'second' }])
  expect(await findRoom(env.INDEX, 'once')).toMatchObject({ name: 'first' })
  expect(await linksInto('once')).toEqual([link])
})

it('notes whether somebody is in a room', async () => {
  await addRoom(env.INDEX, { ...NAMELESS, id: 'lively' }, [])
  const live = () => env.INDEX.prepare("SELECT live FROM rooms WHERE id = 'lively'").first('live')
  expect(await live()).toBe(0)
  await setLive(env.INDEX, 'lively', true)
  await setLive(env.INDEX, 'lively', true)
  expect(await live()).toBe(1)
  await setLive(env.INDEX, 'lively', false)
  expect(await live()).toBe(0)
})

it('removes a room with its invites, who came by them, and what is known of its clips', async () => {
  const link: RoomLink = { id: 'invite-d', role: 'speaker', secretHash: 'd' }
  await addRoom(env.INDEX, { ...NAMELESS, id: 'gone' }, [link])
  await env.INDEX.prepare("INSERT INTO invite_people VALUES ('invite-d', 'guest:a', 1)").run()
  await env.INDEX.prepare(
    `INSERT INTO clips VALUES ('clip-a', 'gone', 'guest:a', 'Ann', 'talk', 1, 1, '[]', NULL, 1, 'c', 'k', 1, NULL)`,
  ).run()
  await unindexClip(env.INDEX, 'clip-b', 'gone', 1)
  await unindexClip(env.INDEX, 'clip-c', 'kitchen', 1)
  await removeRoom(env.INDEX, 'gone')
  await removeRoom(env.INDEX, 'gone')
  const count = (table: string, where: string) =>
    env.INDEX.prepare(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`).first('n')
  expect([
    await count('rooms', "id = 'gone'"),
    await count('invites', "room = 'gone'"),
    await count('invite_people', "invite = 'invite-d'"),
    await count('clips', "room = 'gone'"),
    await count('forgotten_clips', "room = 'gone'"),
  ]).toEqual([0, 0, 0, 0, 0])
  expect(await count('forgotten_clips', "room = 'kitchen'")).toBe(1)
  expect(await linksInto('kitchen')).toEqual(LINKS)
})

it('lists the rooms of a key, newest first, page by page, all of them or the live ones', async () => {
  const add = (id: string, createdAtMs: number, apiKey: string) =>
    addRoom(env.INDEX, { id, name: id, apiKey, createdAtMs }, [])
  await add('a', 1, 'mine')
  await add('b', 2, 'mine')
  await add('c', 2, 'mine')
  await add('d', 3, 'theirs')
  await setLive(env.INDEX, 'a', true)
  const ids = async (page: Parameters<typeof listRooms>[2]) =>
    (await listRooms(env.INDEX, 'mine', page)).map(({ id }) => id)
  expect(await ids({ limit: 9, live: false })).toEqual(['c', 'b', 'a'])
  expect(await ids({ limit: 2, live: false, before: { createdAtMs: 2, id: 'c' } })).toEqual(['b', 'a'])
  expect(await ids({ limit: 1, live: false, before: { createdAtMs: 2, id: 'b' } })).toEqual(['a'])
  expect(await listRooms(env.INDEX, 'mine', { limit: 9, live: true })).toEqual([
    { id: 'a', name: 'a', createdAtMs: 1, live: true },
  ])
})
