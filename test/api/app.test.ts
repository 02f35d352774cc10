/** What every request meets, whatever it is for: addresses, methods, bodies, headers, and errors that say nothing of us. */

import { beforeAll, expect, it, vi } from 'vitest'
import { MAX_BODY_BYTES } from '../../src/protocol/limits.ts'
import { errorOf, openIndex, posted, request, requestUnder } from './door.ts'

beforeAll(openIndex)

it.each(['/v1/', '/v1/nothing', '/v1/rooms/x/y', '/v1/rooms/x/tokens/y'])('answers 404 at %s', async (path) => {
  expect(await errorOf(await request(path))).toMatchObject({ status: 404, code: 'unknown-route' })
})

it.each([
  ['GET', '/v1/tokens', ['POST']],
  ['PUT', '/v1/rooms', ['POST', 'GET', 'HEAD']],
  ['DELETE', '/v1/rooms/x/tokens', ['POST']],
  ['POST', '/v1/rooms/x/connect', ['GET', 'HEAD']],
  ['PATCH', '/v1/health', ['GET', 'HEAD']],
])('answers 405 to %s %s and says what it takes', async (method, path, takes) => {
  const response = await request(path, { method })
  expect(response.headers.get('allow')?.split(', ')).toEqual(takes)
  expect(await errorOf(response)).toMatchObject({ status: 405, code: 'method-not-allowed' })
})

it.each(['{', '', '{"name":', 'name=Kitchen'])('answers 400 to the body "%s" declared as JSON', async (body) => {
  const error = await errorOf(await request('/v1/rooms', { ...posted({}), body }))
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(error.message).toMatch(/JSON/)
})

it.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
  'answers 415 to a body declared as %s',
  async (type) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
    const error = await errorOf(
      await request('/v1/rooms', { method: 'POST', headers, body: new Uint8Array([123, 125]) }),
    )
    expect(error).toMatchObject({ status: 415, code: 'not-json' })
  },
)

it('takes JSON with a charset', async () => {
  const headers = { 'content-type': 'Application/JSON; charset=utf-8' }
  expect((await request('/v1/rooms', { method: 'POST', headers, body: '{}' })).status).toBe(201)
})

it('takes a body of the largest size and answers 413 past it', async () => {
  const padded = (bytes: number) => ({ ...posted({}), body: `{}${' '.repeat(bytes - 2)}` })
  expect((await request('/v1/rooms', padded(MAX_BODY_BYTES))).status).toBe(201)
  const error = await errorOf(await request('/v1/rooms', padded(MAX_BODY_BYTES + 1)))
  expect(error).toMatchObject({ status: 413, code: 'too-large' })
})

it('answers 413 to a body that does not say its size', async () => {
  const body = new Blob([new Uint8Array(MAX_BODY_BYTES + 1)]).stream()
  const error = await errorOf(await request('/v1/rooms', { ...posted({}), body }))
  expect(error).toMatchObject({ status: 413, code: 'too-large' })
})

it.each([
  ['a success', '/v1/health'],
  ['an error', '/v1/nothing'],
  ['a refused upgrade', '/v1/rooms/x/connect'],
])('sends %s with headers that guard it', async (_, path) => {
  const { headers } = await request(path)
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-type': 'application/json',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
})

it('says nothing of an error that is ours, and logs it under the request’s id', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const INDEX = undefined as unknown as D1Database
  const response = await requestUnder({ INDEX }, '/v1/rooms', posted({ name: 'Kitchen' }))
  const lines = log.mock.calls.map(([line]) => JSON.parse(line))
  log.mockRestore()
  const requestId = response.headers.get('request-id')
  expect(lines).toMatchObject([{ level: 'error', requestId, method: 'POST', route: '/v1/rooms' }])
  expect(lines[0].error).toMatch(/^TypeError/)
  expect(JSON.stringify(lines)).not.toContain('Kitchen')
  const error = await errorOf(response)
  expect(error).toMatchObject({ status: 500, code: 'internal' })
  expect(error.message).not.toMatch(/undefined|TypeError/)
})

it('leaves what is not the API to the web app', async () => {
  const asked: string[] = []
  const ASSETS = { fetch: async (asset: URL) => new Response(asked.push(asset.href).toString()) }
  const settings = { ASSETS: ASSETS as unknown as Fetcher }
  expect((await requestUnder(settings, '/r/kitchen')).status).toBe(200)
  expect(asked).toEqual(['https://earshot.example/'])
  expect((await requestUnder(settings, '/assets/gone.js')).status).toBe(404)
})
