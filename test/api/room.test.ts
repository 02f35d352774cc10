/** One room, as its key and whoever has a token see it; and its end. */

import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { findRoom } from '../../src/store/rooms.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import {
  by,
  type CreatedRoom,
  createRoom,
  errorOf,
  exchange,
  type MadeKey,
  makeKey,
  openIndex,
  posted,
  request,
  tokenFor,
} from './door.ts'

let key: MadeKey
let created: CreatedRoom

beforeAll(openIndex)
beforeEach(async () => {
  key = await makeKey()
  created = await createRoom('Kitchen', key.text)
})

const path = (room = created.room.id) => `/v1/rooms/${room}`
const see = (credential: string) => request(path(), by(credential))
const remove = (credential: string) => request(path(), by(credential, { method: 'DELETE' }))

it.each([
  ['its key', async () => key.text],
  ['a listener', () => tokenFor(created.room.id, { role: 'listener' })],
])('shows the room to %s', async (_, credential) => {
  const response = await see(await credential())
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    room: created.room,
    settings: { ...created.room, locked: false, maxSpeakers: 4, keepTalk: false, keepDays: null },
    members: 0,
  })
})

it.each([
  ['another key', async () => (await makeKey()).text, 'unknown-room'],
  ['a key without the scope', async () => (await makeKey(['tokens'])).text, 'key-scope'],
  ['a token of another room', () => tokenFor(randomId()), 'token-elsewhere'],
])('shows it and gives it up to no one with %s', async (_, credential, code) => {
  const shown = await credential()
  expect(await errorOf(await see(shown))).toMatchObject({ code })
  expect(await errorOf(await remove(shown))).toMatchObject({ code })
})

it.each([
  ['its key', async () => key.text],
  ['its owner', () => tokenFor(created.room.id, { role: 'owner' })],
])('is deleted by %s, and is nobody’s room from then on', async (_, credential) => {
  expect((await remove(await credential())).status).toBe(204)
  expect(await errorOf(await see(key.text))).toMatchObject({ status: 404, code: 'unknown-room' })
  for (const role of ['owner', 'speaker'] as const) {
    const token = await tokenFor(created.room.id, { role })
    expect(await errorOf(await see(token))).toMatchObject({ status: 404, code: 'unknown-room' })
  }
})

it('leaves nothing of a deleted room in the index, and its links open nothing', async () => {
  await remove(key.text)
  while ((await findRoom(env.INDEX, created.room.id)) !== null); // it is erased behind the answer
  expect(await errorOf(await exchange(created.room.id, created.guestSecret))).toMatchObject({ code: 'unknown-room' })
  const minting = await request('/v1/tokens', by(key.text, posted({ room: created.room.id, person: 'ann' })))
  expect(await errorOf(minting)).toMatchObject({ code: 'unknown-room' })
})

it.each(['moderator', 'speaker', 'listener'] as const)('is not deleted by a %s', async (role) => {
  const token = await tokenFor(created.room.id, { role })
  expect(await errorOf(await remove(token))).toMatchObject({ status: 403, code: 'not-allowed' })
  expect((await see(key.text)).status).toBe(200)
})
