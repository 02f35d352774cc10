/** POST requests that come twice: one thing, one answer. */

import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { forgetOccasions, REPEATABLE_MS } from '../../src/store/idempotency.ts'
import { findDoor } from '../../src/store/invites.ts'
import { removeRoom } from '../../src/store/rooms.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { keyPair } from '../tokens/keys.ts'
import {
  by,
  type CreatedRoom,
  createRoom,
  errorOf,
  exchange,
  type IssuedToken,
  makeKey,
  ORIGIN,
  openIndex,
  posted,
  request,
  requestUnder,
} from './door.ts'

beforeAll(openIndex)
afterEach(() => vi.useRealTimers())

function under(key: string, body: unknown): RequestInit {
  const { headers, ...init } = posted(body)
  return { ...init, headers: { ...(headers as Record<string, string>), 'idempotency-key': key } }
}

const make = (key: string, body: unknown = {}) => request('/v1/rooms', under(key, body))
const made = async (key: string, body?: unknown) => (await make(key, body)).json<CreatedRoom>()

it('makes one room of a request that comes twice, and answers it alike', async () => {
  const key = randomId()
  const first = await make(key, { name: 'Kitchen' })
  const second = await make(key, { name: 'Kitchen' })
  expect([first.status, second.status]).toEqual([201, 201])
  const created = await first.json<CreatedRoom>()
  expect(await second.json()).toEqual(created)
  expect((await exchange(created.room.id, created.ownerSecret)).status).toBe(200)
  expect((await findDoor(env.INDEX, created.room.id))?.invites).toHaveLength(2)
})

it('makes one room of two that come at once', async () => {
  const key = randomId()
  const [one, other] = await Promise.all([made(key), made(key)])
  expect(one).toEqual(other)
  expect((await findDoor(env.INDEX, one.room.id))?.invites).toHaveLength(2)
})

it('takes a body for the same however it is written', async () => {
  const key = randomId()
  const { room } = await made(key, { name: 'Kitchen', maxSpeakers: 4 })
  expect((await made(key, { maxSpeakers: 4, name: ' Kitchen ', more: 1 })).room).toEqual(room)
})

it('refuses another body under the same key', async () => {
  const key = randomId()
  await make(key, { name: 'Kitchen' })
  expect(await errorOf(await make(key, { name: 'Cellar' }))).toMatchObject({
    status: 422,
    code: 'idempotency-mismatch',
  })
})

it('makes another room under another key, and without one', async () => {
  const body = { name: 'Kitchen' }
  const ids = [await made(randomId(), body), await made(randomId(), body), await createRoom('Kitchen')]
  expect(new Set(ids.map(({ room }) => room.id)).size).toBe(3)
})

it('keeps the keys of one caller from another', async () => {
  const key = randomId()
  const [ann, bob] = [await makeKey(), await makeKey()]
  const rooms = await Promise.all(
    [by(ann.text, under(key, {})), by(bob.text, under(key, {})), under(key, {})].map(async (init) =>
      (await request('/v1/rooms', init)).json<CreatedRoom>(),
    ),
  )
  expect(new Set(rooms.map(({ room }) => room.id)).size).toBe(3)
})

it('finishes what was broken off half-way', async () => {
  const key = randomId()
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const broken = { getByName: () => ({ create: () => Promise.reject(new Error('gone')) }) }
  const failed = await requestUnder({ ARCHIVES: broken as unknown as Env['ARCHIVES'] }, '/v1/rooms', under(key, {}))
  log.mockRestore()
  expect(failed.status).toBe(500)
  const { room, guestSecret } = await made(key)
  expect((await exchange(room.id, guestSecret)).status).toBe(200)
})

it('makes no deleted room again', async () => {
  const key = randomId()
  const { room } = await made(key)
  await removeRoom(env.INDEX, room.id)
  expect(await errorOf(await make(key))).toMatchObject({ status: 410, code: 'room-deleted' })
})

it('answers alike after the signing key has changed, as long as the old one is there', async () => {
  const key = randomId()
  const first = await made(key)
  const rotated = { TOKEN_KEYS: `${keyPair('new')} ${env.TOKEN_KEYS}` }
  expect(await (await requestUnder(rotated, '/v1/rooms', under(key, {}))).json()).toEqual(first)
  const gone = await requestUnder({ TOKEN_KEYS: keyPair('new') }, '/v1/rooms', under(key, {}))
  expect(await errorOf(gone)).toMatchObject({
    status: 422,
    code: 'idempotency-mismatch',
    message: expect.stringContaining('signing key was replaced'),
  })
})

it('takes a key for a new one after a day', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const key = randomId()
  const first = await made(key)
  vi.advanceTimersByTime(REPEATABLE_MS)
  const second = await made(key, { name: 'Another' })
  expect(second.room.name).toBe('Another')
  expect(second.room.id).not.toBe(first.room.id)
})

it('forgets keys after a day', async () => {
  const nowMs = Date.now()
  await make(randomId())
  const count = () => env.INDEX.prepare('SELECT COUNT(*) AS n FROM idempotency_keys').first<number>('n')
  const before = (await count()) ?? 0
  expect(await forgetOccasions(env.INDEX, nowMs + REPEATABLE_MS - 1_000)).toBeLessThan(before)
  expect(await count()).toBeGreaterThan(0)
  await forgetOccasions(env.INDEX, nowMs + 3 * REPEATABLE_MS)
  expect(await count()).toBe(0)
})

it('stores neither the key nor what it answers', async () => {
  const key = randomId()
  const { ownerSecret, guestSecret } = await made(key)
  const stored = JSON.stringify(await env.INDEX.prepare('SELECT * FROM idempotency_keys').all())
  for (const secret of [key, ownerSecret, guestSecret]) expect(stored).not.toContain(secret)
})

it.each(['short', 'x'.repeat(65), 'with some spaces in it'])('refuses the key "%s"', async (key) => {
  const error = await errorOf(await make(key))
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(error.message).toContain('idempotency-key')
})

it.each(['order-4711-of-the-year-2026', 'x'.repeat(21), 'x'.repeat(23), 'abcdefghijklmnop'])(
  'refuses the guessable key "%s" of a caller without an API key, and says what it takes',
  async (key) => {
    const error = await errorOf(await make(key))
    expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
    expect(error.message).toMatch(/Without an API key.+UUID or 22 base64url/)
    const owned = await createRoom()
    const owner = await (await exchange(owned.room.id, owned.ownerSecret)).json<IssuedToken>()
    const invite = await request(`/v1/rooms/${owned.room.id}/invites`, by(owner.token, under(key, {})))
    expect(await errorOf(invite)).toMatchObject({ status: 400, message: error.message })
  },
)

it('takes such a key of a server with its API key, and a UUID of anybody', async () => {
  const server = await makeKey()
  expect((await request('/v1/rooms', by(server.text, under('order-4711-of-the-year-2026', {})))).status).toBe(201)
  expect((await make(crypto.randomUUID())).status).toBe(201)
})

it('may be sent by pages of other origins', async () => {
  const headers = {
    origin: ORIGIN,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'idempotency-key',
  }
  const response = await request('/v1/rooms', { method: 'OPTIONS', headers })
  expect(response.headers.get('access-control-allow-headers')).toContain('idempotency-key')
})
