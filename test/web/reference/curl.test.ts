/** Requests to begin from, as the reference shows them. */

import { expect, it } from 'vitest'
import { curlOf } from '../../../web/reference/curl.ts'

const ORIGIN = 'https://earshot.example'
const operation = { operationId: 'x', summary: 'X.', tags: ['X'], security: [], responses: {} }

it('asks for what needs nobody', () => {
  expect(curlOf({ method: 'GET', path: '/v1/health', operation }, ORIGIN)).toBe(`curl "${ORIGIN}/v1/health"`)
})

it('sends the example, and leaves what only the reader knows to variables', () => {
  const requestBody = { content: { 'application/json': { example: { secret: 'b' } } } }
  const route = { method: 'POST', path: '/v1/rooms/{room}/tokens', operation: { ...operation, requestBody } }
  expect(curlOf(route, ORIGIN).split(' \\\n  ')).toEqual([
    `curl -X POST "${ORIGIN}/v1/rooms/$ROOM/tokens"`,
    '-H "content-type: application/json"',
    `-d '{"secret":"b"}'`,
  ])
})

it('sends the first of several examples', () => {
  const examples = { mute: { value: { action: 'mute' } }, lock: { value: { action: 'lock' } } }
  const requestBody = { content: { 'application/json': { examples } } }
  const route = { method: 'POST', path: '/v1/rooms/{room}/moderation', operation: { ...operation, requestBody } }
  expect(curlOf(route, ORIGIN)).toContain(`-d '{"action":"mute"}'`)
})

it.each([
  [[{ token: [] }, { key: [] }], '-H "authorization: Bearer $TOKEN"'],
  [[{ key: [] }], '-H "authorization: Bearer $API_KEY"'],
])('shows the first credential of %o', (security, header) => {
  const text = curlOf({ method: 'GET', path: '/v1/rooms', operation: { ...operation, security } }, ORIGIN)
  expect(text).toContain(header)
})
