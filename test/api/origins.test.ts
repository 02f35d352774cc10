/** Which pages may use the server, by the same list for requests and for CORS. */

import { beforeAll, describe, expect, it } from 'vitest'
import { isAllowedOrigin } from '../../src/api/origins.ts'
import { TUS_ANSWER_HEADERS, TUS_REQUEST_HEADERS } from '../../src/tus/protocol.ts'
import { errorOf, ORIGIN, openIndex, posted, request, requestUnder } from './door.ts'

const FRIEND = 'https://friend.example'

beforeAll(openIndex)

describe('isAllowedOrigin', () => {
  it.each([
    [undefined, '', true],
    [ORIGIN, '', true],
    [FRIEND, `https://other.example  ${FRIEND}\n`, true],
    [FRIEND, '', false],
    ['', '', false],
    ['null', '', false],
    ['https://friend.example.evil.example', FRIEND, false],
    ['http://friend.example', FRIEND, false],
  ])('judges %s against "%s"', (origin, allowed, expected) => {
    expect(isAllowedOrigin(origin, ORIGIN, allowed)).toBe(expected)
  })
})

const preflight = (origin: string): RequestInit => ({
  method: 'OPTIONS',
  headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
})

it('shares its answers with the pages that are allowed', async () => {
  const init = { headers: { origin: FRIEND } }
  const { headers } = await requestUnder({ ALLOWED_ORIGINS: FRIEND }, '/v1/health', init)
  expect(headers.get('access-control-allow-origin')).toBe(FRIEND)
  expect(headers.get('access-control-expose-headers')?.split(',')).toEqual([
    'request-id',
    'retry-after',
    'etag',
    'accept-ranges',
    'content-range',
    'content-length',
    ...TUS_ANSWER_HEADERS,
  ])
  expect(headers.get('vary')).toMatch(/origin/i)
  expect(headers.has('access-control-allow-credentials')).toBe(false)
})

it('shares its errors with them too', async () => {
  const init = { headers: { origin: FRIEND } }
  const response = await requestUnder({ ALLOWED_ORIGINS: FRIEND }, '/v1/rooms/x/entries', init)
  expect(response.status).toBe(404)
  expect(response.headers.get('access-control-allow-origin')).toBe(FRIEND)
})

it('lets them send JSON, talk and a token, put and delete, ask once, and for a part of what they have not got', async () => {
  const response = await requestUnder({ ALLOWED_ORIGINS: FRIEND }, '/v1/rooms', preflight(FRIEND))
  expect(response.status).toBe(204)
  const { headers } = response
  expect(headers.get('access-control-allow-origin')).toBe(FRIEND)
  expect(headers.get('access-control-allow-methods')?.split(',')).toEqual([
    ...['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'],
  ])
  expect(headers.get('access-control-allow-headers')?.split(',')).toEqual([
    ...['authorization', 'content-type', 'idempotency-key', 'earshot-session', 'range', 'if-none-match', 'if-range'],
    ...TUS_REQUEST_HEADERS,
  ])
  expect(headers.get('vary')).toMatch(/\borigin\b/i)
  expect(headers.has('access-control-allow-credentials')).toBe(false)
})

it.each([
  ['a request', { ...posted({}), headers: { 'content-type': 'application/json', origin: 'https://evil.example' } }],
  ['a preflight', preflight('https://evil.example')],
])('refuses %s of any other', async (_, init) => {
  const response = await request('/v1/rooms', init)
  expect(response.headers.has('access-control-allow-origin')).toBe(false)
  expect(response.headers.get('vary')).toMatch(/\borigin\b/i)
  expect(await errorOf(response)).toMatchObject({ status: 403, code: 'foreign-origin' })
})
