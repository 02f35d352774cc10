/** API keys at the door: which are good, for what, and how soon a revoked one is not. */

import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { findKey, listKeys, revokeKey } from '../../src/store/api-keys.ts'
import { GOOD_FOR_MS } from '../../src/store/cached-lookup.ts'
import { keyLookup } from '../../src/store/lookups.ts'
import { newApiKey, readApiKey, writeApiKey } from '../../src/tokens/api-key.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { by, createRoom, errorOf, makeKey, openIndex, posted, request, requestUnder, tokenFor } from './door.ts'

beforeAll(openIndex)
afterEach(() => vi.useRealTimers())

const listing = (key: string) => request('/v1/rooms', by(key))

it('opens to a key of the right scope', async () => {
  const key = await makeKey(['rooms'])
  expect((await listing(key.text)).status).toBe(200)
})

it('tells who shows none', async () => {
  const response = await request('/v1/rooms')
  expect(response.headers.get('www-authenticate')).toBe('Bearer')
  expect(await errorOf(response)).toMatchObject({ status: 401, code: 'key-missing' })
})

it.each([
  ['a key that never was', async () => writeApiKey(newApiKey())],
  ['the id of one and the secret of another', async () => mixed(await makeKey(), await makeKey())],
  ['another secret', async () => `ek.${(await makeKey()).id}.${randomId()}`],
  ['half a key', async () => (await makeKey()).text.slice(0, -1)],
  ['a participant’s token', () => tokenFor(randomId(), { role: 'owner' })],
])('refuses %s', async (_, credential) => {
  expect(await errorOf(await listing(await credential()))).toMatchObject({ status: 401, code: 'key-invalid' })
})

const mixed = (one: { id: string }, other: { text: string }) => `ek.${one.id}.${readApiKey(other.text)?.secret}`

it('refuses a key that was not made for this, and says what it lacks', async () => {
  const [rooms, tokens] = [await makeKey(['rooms']), await makeKey(['tokens'])]
  const error = await errorOf(await listing(tokens.text))
  expect(error).toMatchObject({ status: 403, code: 'key-scope', message: expect.stringContaining('"rooms"') })
  const { room } = await createRoom('Kitchen', rooms.text)
  const minting = await request('/v1/tokens', by(rooms.text, posted({ room: room.id, person: 'ann' })))
  expect(await errorOf(minting)).toMatchObject({ code: 'key-scope', message: expect.stringContaining('"tokens"') })
})

it('is through with a revoked key within five seconds, wherever it was revoked', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const key = await makeKey()
  expect((await listing(key.text)).status).toBe(200)
  await revokeKey(env.INDEX, key.id, Date.now())
  vi.advanceTimersByTime(GOOD_FOR_MS)
  expect(await errorOf(await listing(key.text))).toMatchObject({ status: 401, code: 'key-invalid' })
})

it('is through with it at once where that is told', async () => {
  const key = await makeKey()
  expect((await listing(key.text)).status).toBe(200)
  await revokeKey(env.INDEX, key.id, Date.now())
  await keyLookup.forget(key.id)
  expect((await listing(key.text)).status).toBe(401)
})

it('notes when a key was used, once a minute', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const key = await makeKey()
  const used = async () => (await listKeys(env.INDEX)).find(({ id }) => id === key.id)?.lastUsedAtMs
  expect(await used()).toBeNull()
  const firstAtMs = Date.now()
  await listing(key.text)
  while ((await used()) === null); // it is noted behind the answer, and D1 tells when it is
  expect(await used()).toBe(firstAtMs)
  vi.advanceTimersByTime(59_999)
  await listing(key.text)
  vi.advanceTimersByTime(1)
  await listing(key.text)
  while ((await used()) === firstAtMs);
  expect(await used()).toBe(firstAtMs + 60_000)
})

it('stores no secret', async () => {
  const key = await makeKey()
  expect(JSON.stringify(await findKey(env.INDEX, key.id))).not.toContain(readApiKey(key.text)?.secret)
})

it('logs neither a key nor its id when something breaks', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const key = await makeKey()
  const response = await requestUnder({ TOKEN_KEYS: '' }, '/v1/rooms', by(key.text, idempotent()))
  const lines = log.mock.calls.flat().join('\n')
  log.mockRestore()
  expect(response.status).toBe(500)
  expect(lines).toMatch(/TOKEN_KEYS is not set/)
  for (const part of key.text.split('.').slice(1)) expect(lines).not.toContain(part)
})

function idempotent(): RequestInit {
  const { headers, ...init } = posted({})
  return { ...init, headers: { ...(headers as Record<string, string>), 'idempotency-key': randomId() } }
}
