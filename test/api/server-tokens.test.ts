/** Tokens for the people of somebody else's app: for whom its key vouches, in its own rooms alone. */

import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { handOverRooms } from '../../src/store/api-keys.ts'
import { checkParticipantToken } from '../../src/tokens/participant-token.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { readSigningKeys } from '../../src/tokens/signing-keys.ts'
import {
  by,
  type CreatedRoom,
  createRoom,
  errorOf,
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

const mint = (wish: object, credential = key.text) =>
  request('/v1/tokens', by(credential, posted({ room: created.room.id, person: 'ann', ...wish })))

it.each([
  [{}, { role: 'speaker', name: null }],
  [
    { role: 'listener', name: 'Ann' },
    { role: 'listener', name: 'Ann' },
  ],
  [
    { role: 'owner', name: null },
    { role: 'owner', name: null },
  ],
])('mints a token for whom the server says: %j', async (wish, bearer) => {
  const response = await mint(wish)
  expect(response.status).toBe(200)
  const { token, expiresAtMs } = await response.json<{ token: string; expiresAtMs: number }>()
  const reading = await checkParticipantToken(token, readSigningKeys(env.TOKEN_KEYS), expiresAtMs - 1)
  expect(reading).toMatchObject({ ok: true, bearer: { room: created.room.id, person: 'ann', invite: null, ...bearer } })
})

it('mints no owner for a key that runs no rooms, and says what it lacks', async () => {
  const minting = await makeKey(['tokens'])
  await handOverRooms(env.INDEX, key.id, minting.id)
  expect(await errorOf(await mint({ role: 'owner' }, minting.text))).toMatchObject({
    status: 403,
    code: 'key-scope',
    message: expect.stringContaining('"rooms"'),
  })
  expect((await mint({ role: 'moderator' }, minting.text)).status).toBe(200)
})

it.each(['ann\n', '\u0000', 'an\u0085n', 'ann\ud800', '\udc00ann'])('vouches for nobody called %j', async (person) => {
  const error = await errorOf(await mint({ person }))
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(error.message).toContain('"person"')
})

it('vouches for anybody else, in whatever script', async () => {
  for (const person of ['зоя@example', '日本 🎙️', 'a'.repeat(128)]) expect((await mint({ person })).status).toBe(200)
})

it('mints one that opens the room', async () => {
  const { token } = await (await mint({})).json<{ token: string }>()
  expect((await request(`/v1/rooms/${created.room.id}/entries`, by(token))).status).toBe(200)
})

it.each(['guest:00000000-0000-4000-8000-000000000000', 'key:abc'])('vouches for no "%s"', async (person) => {
  const error = await errorOf(await mint({ person }))
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(error.message).toContain('"person"')
})

it.each([
  ['nobody', { person: '' }, 'person'],
  ['a role that there is not', { role: 'king' }, 'role'],
  ['a name that is none', { name: ' ' }, 'name'],
  ['a room that is none', { room: 'kitchen' }, 'room'],
])('refuses %s and says which field it is', async (_, wish, field) => {
  const error = await errorOf(await mint(wish))
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(error.message).toContain(`"${field}"`)
})

it('mints none for a room of another key, of nobody’s, or that there is not: all alike', async () => {
  const rooms = [
    await createRoom('Cellar', (await makeKey()).text),
    await createRoom('Attic'),
    { room: { id: randomId() } },
  ]
  const errors = await Promise.all(rooms.map(async ({ room }) => errorOf(await mint({ room: room.id }))))
  for (const error of errors) expect(error).toEqual(errors[0])
  expect(errors[0]).toMatchObject({ status: 404, code: 'unknown-room' })
})

it('mints none for a token, an owner’s neither', async () => {
  const token = await tokenFor(created.room.id, { role: 'owner' })
  expect(await errorOf(await mint({}, token))).toMatchObject({ status: 401, code: 'key-invalid' })
})
