/** API keys in the index: listed without their secrets, revoked once, touched once a minute, and their rooms handed over. */

import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { addKey, findKey, handOverRooms, listKeys, revokeKey, touchKey } from '../../src/store/api-keys.ts'
import { addRoom, findRoom } from '../../src/store/rooms.ts'
import { randomId } from '../../src/tokens/random-id.ts'

beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))

async function added(atMs = 1_000): Promise<string> {
  const id = randomId()
  await addKey(env.INDEX, { id, name: `Key ${id}`, secretHash: 'a hash', scopes: ['rooms', 'tokens'] }, atMs)
  return id
}

const listed = async (id: string) => (await listKeys(env.INDEX)).find((key) => key.id === id)

it('finds a key with its hash, and lists it without', async () => {
  const id = await added()
  const key = { id, name: `Key ${id}`, scopes: ['rooms', 'tokens'], revokedAtMs: null }
  expect(await findKey(env.INDEX, id)).toEqual({ ...key, secretHash: 'a hash' })
  expect(await listed(id)).toEqual({ ...key, createdAtMs: 1_000, lastUsedAtMs: null })
  expect(await findKey(env.INDEX, randomId())).toBeNull()
})

it('lists the newest first', async () => {
  const [old, young] = [await added(8_000), await added(9_000)]
  const ids = (await listKeys(env.INDEX)).map(({ id }) => id)
  expect(ids.indexOf(young)).toBeLessThan(ids.indexOf(old))
})

it('revokes a key that there is, and remembers when it first was', async () => {
  const id = await added()
  expect([await revokeKey(env.INDEX, id, 5), await revokeKey(env.INDEX, id, 6)]).toEqual([true, true])
  expect(await revokeKey(env.INDEX, randomId(), 5)).toBe(false)
  expect((await findKey(env.INDEX, id))?.revokedAtMs).toBe(5)
})

it('notes the last use once a minute', async () => {
  const id = await added()
  for (const atMs of [100_000, 159_999]) await touchKey(env.INDEX, id, atMs)
  expect((await listed(id))?.lastUsedAtMs).toBe(100_000)
  await touchKey(env.INDEX, id, 160_000)
  expect((await listed(id))?.lastUsedAtMs).toBe(160_000)
})

it('hands the rooms of a key over to another that is good', async () => {
  const [old, young, other] = [await added(), await added(), await added()]
  const rooms = [randomId(), randomId(), randomId()] as const
  for (const [at, id] of rooms.entries()) {
    await addRoom(env.INDEX, { id, name: null, apiKey: at < 2 ? old : other, createdAtMs: 1 }, [])
  }
  expect(await handOverRooms(env.INDEX, old, randomId())).toBeUndefined()
  expect(await handOverRooms(env.INDEX, old, young)).toBe(2)
  const owners = await Promise.all(rooms.map(async (id) => (await findRoom(env.INDEX, id))?.apiKey))
  expect(owners).toEqual([young, young, other])
  await revokeKey(env.INDEX, old, 1)
  expect(await handOverRooms(env.INDEX, young, old)).toBeUndefined()
})
