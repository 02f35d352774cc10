/** Rates at the edge: whom they count, what is answered beyond them, and that nobody is shut out by a counter that fails. */

import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { EdgeRate } from '../../src/api/limits.ts'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import { offeredSubprotocols } from '../../src/protocol/handshake.ts'
import { EDGE_PERIOD_S } from '../../src/protocol/limits.ts'
import { createRoom, errorOf, openIndex, posted, request, requestUnder, tokenFor } from './door.ts'

beforeAll(openIndex)
afterEach(() => vi.restoreAllMocks())

/** Lets so many through for each key. */
function counter(most: number): RateLimit & { keys: string[] } {
  const keys: string[] = []
  const limit = async ({ key }: RateLimitOptions) => {
    keys.push(key)
    return { success: keys.filter((one) => one === key).length <= most }
  }
  return { limit, keys }
}

const from = (address: string, init: RequestInit = {}): RequestInit => ({
  ...init,
  headers: { ...(init.headers as Record<string, string>), 'cf-connecting-ip': address },
})

it('answers 429 and when to come back', async () => {
  const RATE_ROOMS = counter(1)
  const ask = () => requestUnder({ RATE_ROOMS }, '/v1/rooms', from('203.0.113.7', posted({})))
  expect((await ask()).status).toBe(201)
  const refused = await ask()
  expect(refused.headers.get('retry-after')).toBe(String(EDGE_PERIOD_S))
  expect(await errorOf(refused)).toMatchObject({ status: 429, code: 'too-many-requests' })
})

it('tells pages of allowed origins as well', async () => {
  const settings = { RATE_REQUESTS: counter(0), ALLOWED_ORIGINS: 'https://friend.example' }
  const refused = await requestUnder(settings, '/v1/health', { headers: { origin: 'https://friend.example' } })
  expect(refused.status).toBe(429)
  expect(refused.headers.get('access-control-allow-origin')).toBe('https://friend.example')
  expect(refused.headers.get('access-control-expose-headers')).toContain('retry-after')
})

it('counts each address by itself, an IPv6 one by its /64, and those without one together', async () => {
  const RATE_REQUESTS = counter(1)
  const statusFor = async (address?: string) => {
    const init = address === undefined ? {} : from(address)
    return (await requestUnder({ RATE_REQUESTS }, '/v1/openapi.json', init)).status
  }
  expect([await statusFor('203.0.113.7'), await statusFor('203.0.113.8')]).toEqual([200, 200])
  expect([await statusFor('2001:db8::1'), await statusFor('2001:db8::ffff:1')]).toEqual([200, 429])
  expect([await statusFor('::ffff:203.0.113.7'), await statusFor(), await statusFor()]).toEqual([429, 200, 429])
})

it.each([
  ['RATE_REQUESTS', '/v1/nothing-here'],
  ['RATE_ROOMS', '/v1/rooms'],
  ['RATE_EXCHANGES', '/v1/rooms/AAAAAAAAAAAAAAAAAAAAAA/tokens'],
] as const)('%s holds back %s', async (rate, path) => {
  const refused = await requestUnder({ [rate]: counter(0) }, path, posted({}))
  expect(await errorOf(refused)).toMatchObject({ status: 429, code: 'too-many-requests' })
})

it.each([
  ['Bearer ek.nobody.knows-it', 0],
  ['Bearer ek.nobody knows it', 1],
  ['Basic ek.nobody.knows-it', 1],
])('counts whoever makes a room with "%s" by address %i times', async (authorization, times) => {
  const RATE_ROOMS = counter(1)
  const init = posted({})
  const headers = { ...(init.headers as Record<string, string>), authorization }
  await requestUnder({ RATE_ROOMS }, '/v1/rooms', { ...init, headers })
  expect(RATE_ROOMS.keys.length).toBe(times)
})

it('closes with 4429 whoever connects too often', async () => {
  const { room } = await createRoom()
  const offer = offeredSubprotocols(await tokenFor(room.id)).join(', ')
  const init = { headers: { upgrade: 'websocket', 'sec-websocket-protocol': offer } }
  const { webSocket } = await requestUnder({ RATE_JOINS: counter(0) }, `/v1/rooms/${room.id}/connect`, init)
  const close = new Promise<CloseEvent>((resolve) => webSocket?.addEventListener('close', resolve))
  webSocket?.accept()
  expect((await close).code).toBe(CLOSE.tooFast)
})

it('lets everybody through when a counter fails, and says so once', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const limit = () => Promise.reject(new Error('out of reach'))
  for (let round = 0; round < 3; round += 1) {
    const answer = await requestUnder({ RATE_EXCHANGES: { limit } }, '/v1/rooms/kitchen/tokens', posted({}))
    expect(answer.status).not.toBe(429)
  }
  expect(log.mock.calls.flat()).toEqual([expect.stringMatching(/RATE_EXCHANGES does not count/)])
})

it('has a counter of the platform for each rate', async () => {
  const rates = Object.keys(env).filter((name): name is EdgeRate => name.startsWith('RATE_'))
  expect(rates.length).toBeGreaterThan(5)
  for (const rate of rates) expect(await env[rate].limit({ key: 'somebody' })).toEqual({ success: true })
  expect((await request('/v1/openapi.json')).status).toBe(200)
})
