/** Reading the log by pages: who may, and what a page is. */

import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Entry } from '../../src/protocol/room-message.ts'
import { TOKEN_LIFETIME_MS } from '../../src/tokens/participant-token.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { createRoom, errorOf, openIndex, request, tokenFor } from './door.ts'

const ANN = { person: 'guest:ann', name: 'Ann' }
const SAID = 120

let room: string
let token: string

beforeAll(async () => {
  await openIndex()
  room = (await createRoom('Kitchen')).room.id
  token = await tokenFor(room, ANN)
  const archive = env.ARCHIVES.getByName(room)
  for (let said = 1; said <= SAID; said += 1) {
    await archive.append({ kind: 'text', by: ANN, id: randomId(), text: `line ${said}` })
  }
})

const read = (query = '', headers: Record<string, string> = { authorization: `Bearer ${token}` }, of = room) =>
  request(`/v1/rooms/${of}/entries${query}`, { headers })

async function numbers(query: string): Promise<number[]> {
  const response = await read(query)
  expect(response.status).toBe(200)
  return (await response.json<{ entries: Entry[] }>()).entries.map((entry) => entry.number)
}

const run = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)

it('answers the newest hundred when nothing is asked for', async () => {
  expect(await numbers('')).toEqual(run(21, 120))
})

it.each([
  ['?limit=3', run(118, 120)],
  ['?before=21', run(1, 20)],
  ['?before=21&limit=5', run(16, 20)],
  ['?before=1', []],
  ['?before=0', []],
])('answers the page %s in ascending order', async (query, expected) => {
  expect(await numbers(query)).toEqual(expected)
})

it('answers entries whole', async () => {
  const { entries } = await (await read('?before=2')).json<{ entries: Entry[] }>()
  expect(entries).toEqual([
    { kind: 'text', number: 1, atMs: expect.any(Number), by: ANN, id: expect.any(String), text: 'line 1' },
  ])
})

it.each([
  ['?limit=0', 'limit'],
  ['?limit=101', 'limit'],
  ['?limit=', 'limit'],
  ['?limit=1e1', 'limit'],
  ['?limit=1&limit=2', 'limit'],
  ['?before=-1', 'before'],
  ['?before=1.5', 'before'],
  ['?before=9999999999999999', 'before'],
  ['?before=new', 'before'],
])('refuses the page %s and says which field it is', async (query, field) => {
  const error = await errorOf(await read(query))
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(error.message).toContain(`"${field}"`)
})

it.each(['Bearer', 'bearer', 'BEARER '])('takes a token after "%s"', async (scheme) => {
  expect((await read('', { authorization: `${scheme} ${token}` })).status).toBe(200)
})

it.each([
  ['no token', {}, 'token-missing'],
  ['another scheme', { authorization: 'Basic YTpi' }, 'token-missing'],
  ['a token that is none', { authorization: 'Bearer nonsense' }, 'token-invalid'],
])('answers 401 to %s', async (_, headers, code) => {
  const response = await read('', headers)
  expect(response.headers.get('www-authenticate')).toBe('Bearer')
  expect(await errorOf(response)).toMatchObject({ status: 401, code })
})

it('answers 401 to an expired token', async () => {
  const expired = await tokenFor(room, { mintedAtMs: Date.now() - TOKEN_LIFETIME_MS - 1_000 })
  const error = await errorOf(await read('', { authorization: `Bearer ${expired}` }))
  expect(error).toMatchObject({ status: 401, code: 'token-expired' })
})

it('answers 403 to a token of another room', async () => {
  const error = await errorOf(await read('', undefined, randomId()))
  expect(error).toMatchObject({ status: 403, code: 'token-elsewhere' })
})

it('answers 403 to somebody who was removed', async () => {
  const target = { person: 'guest:bob', name: 'Bob' }
  const archive = env.ARCHIVES.getByName(room)
  await archive.append({ kind: 'moderation', by: ANN, id: randomId(), action: 'remove', target })
  const authorization = `Bearer ${await tokenFor(room, target)}`
  expect(await errorOf(await read('', { authorization }))).toMatchObject({ status: 403, code: 'removed' })
})

it('answers 404 for a room that was never made', async () => {
  const never = randomId()
  const authorization = `Bearer ${await tokenFor(never)}`
  expect(await errorOf(await read('', { authorization }, never))).toMatchObject({ status: 404, code: 'unknown-room' })
})
