/** Making rooms: by anybody where the operator says so, by nobody otherwise. */

import { env } from 'cloudflare:workers'
import * as v from 'valibot'
import { beforeAll, expect, it } from 'vitest'
import { LinkSecret, MAX_NAME_LENGTH, RoomId } from '../../src/protocol/fields.ts'
import { type CreatedRoom, createRoom, errorOf, openIndex, posted, request, requestUnder } from './door.ts'

beforeAll(openIndex)

it('makes a room with a link for its owner and one for its guests', async () => {
  const response = await request('/v1/rooms', posted({ name: '  Kitchen  ' }))
  expect(response.status).toBe(201)
  const created = await response.json<CreatedRoom>()
  expect(created.room).toEqual({ id: expect.toSatisfy(v.is.bind(null, RoomId)), name: 'Kitchen' })
  expect(v.is(LinkSecret, created.ownerSecret)).toBe(true)
  expect(v.is(LinkSecret, created.guestSecret)).toBe(true)
  expect(created.ownerSecret).not.toBe(created.guestSecret)
})

const HELLO = {
  session: 'x9WvAYyQqEqMh0fVvJw3Kg',
  person: 'guest:a',
  name: 'Ann',
  role: 'speaker',
  keep: true,
  invite: null,
  address: null,
  after: 0,
} as const

it('makes a room without a name', async () => {
  expect((await createRoom()).room.name).toBeNull()
})

it('opens the archive of the room', async () => {
  const { room } = await createRoom('Kitchen')
  const page = await env.ARCHIVES.getByName(room.id).page({ person: 'guest:nobody', role: 'speaker', limit: 1 })
  expect(page).toEqual({ ok: true, entries: [] })
})

it.each([
  [{}, 4],
  [{ maxSpeakers: 16 }, 16],
])('[W23] sets how many are heard at a time: %j', async (wish, maxSpeakers) => {
  const { room } = await (await request('/v1/rooms', posted(wish))).json<CreatedRoom>()
  expect(await env.ARCHIVES.getByName(room.id).admit(HELLO)).toMatchObject({ ok: true, room: { maxSpeakers } })
})

it.each([
  [{}, { keepTalk: false, keepDays: null }],
  [{ keepTalk: true }, { keepTalk: true, keepDays: null }],
  [
    { keepTalk: true, keepDays: 30 },
    { keepTalk: true, keepDays: 30 },
  ],
])('sets whether talk is kept, and for how long: %j', async (wish, settings) => {
  const { room } = await (await request('/v1/rooms', posted(wish))).json<CreatedRoom>()
  expect(await env.ARCHIVES.getByName(room.id).admit(HELLO)).toMatchObject({ ok: true, room: settings })
})

it('stores neither secret', async () => {
  const { ownerSecret, guestSecret } = await createRoom()
  const tables = await env.INDEX.batch(['rooms', 'invites'].map((table) => env.INDEX.prepare(`SELECT * FROM ${table}`)))
  const stored = JSON.stringify(tables)
  expect(stored).not.toContain(ownerSecret)
  expect(stored).not.toContain(guestSecret)
})

it.each(['false', '', 'TRUE', '1'])('makes no room where the operator says "%s"', async (setting) => {
  const response = await requestUnder({ ANYONE_MAY_CREATE_ROOMS: setting }, '/v1/rooms', posted({}))
  expect(await errorOf(response)).toMatchObject({ status: 403, code: 'rooms-closed' })
})

it.each([
  ['an empty name', { name: ' ' }, 'name'],
  ['a long name', { name: 'x'.repeat(MAX_NAME_LENGTH + 1) }, 'name'],
  ['a name with control characters', { name: 'a\u0000b' }, 'name'],
  ['a name that is none', { name: 7 }, 'name'],
  ['no speakers', { maxSpeakers: 0 }, 'maxSpeakers'],
  ['more speakers than anybody could follow', { maxSpeakers: 17 }, 'maxSpeakers'],
  ['half a speaker', { maxSpeakers: 1.5 }, 'maxSpeakers'],
  ['talk that is kept perhaps', { keepTalk: 'yes' }, 'keepTalk'],
  ['clips that are gone at once', { keepTalk: true, keepDays: 0 }, 'keepDays'],
  ['clips for longer than ten years', { keepTalk: true, keepDays: 3_651 }, 'keepDays'],
])('refuses %s and says which field it is', async (_, body, field) => {
  const error = await errorOf(await request('/v1/rooms', posted(body)))
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(error.message).toContain(`"${field}"`)
})

it.each([null, 'name', 7])('refuses the body %j', async (body) => {
  const error = await errorOf(await request('/v1/rooms', posted(body)))
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
})
