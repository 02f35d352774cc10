/** What browsers are told about every answer of the Worker, whatever it is an answer to. */

import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { app } from '../../src/api/app.ts'
import { openIndex, posted, request, requestUnder } from './door.ts'

const POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

beforeAll(openIndex)

it.each([
  ['an answer', '/v1/health', {}],
  ['something made', '/v1/rooms', posted({})],
  ['the document', '/v1/openapi.json', {}],
  ['the way to the reference', '/v1/reference', { redirect: 'manual' }],
  ['a refusal', '/v1/rooms/x/entries', {}],
  ['a refused origin', '/v1/health', { headers: { origin: 'https://evil.example' } }],
  ['an unknown route', '/v1/nowhere', {}],
  ['an unknown file', '/assets/gone.js', {}],
  ['a wrong method', '/v1/health', { method: 'DELETE' }],
] satisfies [string, string, RequestInit][])(
  'closes %s to everything that a page could do with it',
  async (_, path, init) => {
    const { headers } = await request(path, init)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': POLICY,
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'permissions-policy': expect.stringContaining('microphone=()'),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  },
)

it('lets a page of anybody’s play a clip by its link, and nothing else', async () => {
  const policyOf = async (path: string) => (await request(path)).headers.get('cross-origin-resource-policy')
  const clip = '/v1/clips/AAAAAAAAAAAAAAAAAAAAAA/audio'
  expect([await policyOf(`${clip}?link=x`), await policyOf(clip)]).toEqual(['cross-origin', 'same-origin'])
})

it('does not ask for HTTPS where there is none', async () => {
  const { headers } = await app.fetch(new Request('http://earshot.example/v1/health'), env)
  expect(headers.has('strict-transport-security')).toBe(false)
})

it('leaves the app’s page the policy that it came with', async () => {
  const page = new Response('', { headers: { 'content-security-policy': "default-src 'self'" } })
  const ASSETS = { fetch: async () => page } as unknown as Fetcher
  const { headers } = await requestUnder({ ASSETS }, '/r/kitchen')
  expect(headers.get('content-security-policy')).toBe("default-src 'self'")
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
})
