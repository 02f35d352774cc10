/** [C1–C4] Connecting: who gets into the room, and what everybody else is told. */

import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import { offeredSubprotocols, SUBPROTOCOL } from '../../src/protocol/handshake.ts'
import { readRoomMessage } from '../../src/protocol/room-message.ts'
import { ARRIVAL_HEADER, type Arrival } from '../../src/room/arrival.ts'
import { TOKEN_LIFETIME_MS } from '../../src/tokens/participant-token.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import {
  type CreatedRoom,
  createRoom,
  errorOf,
  exchange,
  type IssuedToken,
  ORIGIN,
  openIndex,
  request,
  requestUnder,
  tokenFor,
} from './door.ts'

let created: CreatedRoom
let issued: IssuedToken

beforeAll(openIndex)
beforeEach(async () => {
  created = await createRoom('Kitchen')
  issued = await (await exchange(created.room.id, created.guestSecret)).json()
})

const path = (room = created.room.id) => `/v1/rooms/${room}/connect`

const upgrade = (offer: string[], headers: Record<string, string> = {}): RequestInit => ({
  headers: { upgrade: 'websocket', 'sec-websocket-protocol': offer.join(', '), ...headers },
})

const withToken = (token: string, headers?: Record<string, string>) => upgrade(offeredSubprotocols(token), headers)

/** The socket of an answer that is one, ready to be used. */
function socketOf(response: Response): WebSocket {
  expect(response.status).toBe(101)
  expect(response.headers.get('sec-websocket-protocol')).toBe(SUBPROTOCOL)
  const socket = response.webSocket as WebSocket
  socket.accept()
  return socket
}

const closed = (response: Response): Promise<CloseEvent> =>
  new Promise((resolve) => socketOf(response).addEventListener('close', resolve))

it('lets the bearer of a token in', async () => {
  const socket = socketOf(await request(path(), withToken(issued.token)))
  const first = new Promise<MessageEvent>((resolve) => socket.addEventListener('message', resolve))
  const hello = { type: 'hello', session: randomId(), name: 'Ann', muted: false, deafened: false, after: 0 }
  socket.send(JSON.stringify(hello))
  const welcome = readRoomMessage((await first).data as string)
  expect(welcome).toMatchObject({
    type: 'welcome',
    room: created.room,
    self: { person: issued.person, name: 'Ann', role: 'speaker' },
  })
  socket.close()
})

it.each(['websocket', 'WebSocket'])('takes the upgrade "%s"', async (name) => {
  socketOf(await request(path(), withToken(issued.token, { upgrade: name }))).close()
})

it.each([ORIGIN, 'https://friend.example'])('lets pages of %s in', async (origin) => {
  const settings = { ALLOWED_ORIGINS: 'https://other.example https://friend.example' }
  socketOf(await requestUnder(settings, path(), withToken(issued.token, { origin }))).close()
})

it.each([
  ['no token', () => upgrade([SUBPROTOCOL])],
  ['two tokens', () => upgrade([SUBPROTOCOL, `token.${issued.token}`, `token.${issued.token}`])],
  ['a token that is none', () => withToken('nonsense')],
  ['a forged token', () => withToken(`${issued.token.slice(0, -4)}AAAA`)],
  ['a guest credential', () => withToken(issued.guest)],
])('closes with 4401 for %s', async (_, init) => {
  const { code, reason, wasClean } = await closed(await request(path(), init()))
  expect({ code, wasClean }).toEqual({ code: CLOSE.unauthorized, wasClean: true })
  expect(reason).toMatch(/token/)
})

it('closes with 4401 for an expired token, and says that it has expired', async () => {
  const token = await tokenFor(created.room.id, { mintedAtMs: Date.now() - TOKEN_LIFETIME_MS - 1_000 })
  const { code, reason } = await closed(await request(path(), withToken(token)))
  expect(code).toBe(CLOSE.unauthorized)
  expect(reason).toMatch(/expired/)
})

it.each([
  ['another room', () => randomId()],
  ['an id that no room has', () => 'kitchen'],
])('closes with 4403 for a token when connecting to %s', async (_, room) => {
  const { code } = await closed(await request(path(room()), withToken(issued.token)))
  expect(code).toBe(CLOSE.forbidden)
})

it.each(['https://evil.example', 'null', `${ORIGIN}.evil.example`, 'http://earshot.example'])(
  'closes with 4403 for a page of %s',
  async (origin) => {
    const { code, reason } = await closed(await request(path(), withToken(issued.token, { origin })))
    expect(code).toBe(CLOSE.forbidden)
    expect(reason).toMatch(/origin/)
  },
)

it('closes with 4404 for a room that was never made', async () => {
  const room = randomId()
  const socket = socketOf(await request(path(room), withToken(await tokenFor(room))))
  const event = new Promise<CloseEvent>((resolve) => socket.addEventListener('close', resolve))
  socket.send(
    JSON.stringify({ type: 'hello', session: randomId(), name: 'Ann', muted: false, deafened: false, after: 0 }),
  )
  expect((await event).code).toBe(CLOSE.unknownRoom)
})

it('closes with 4500 when the server is at fault, and logs why without the token', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const response = await requestUnder({ TOKEN_KEYS: '' }, path(), withToken(issued.token))
  const { code, reason } = await closed(response)
  const lines = log.mock.calls.flat().join('\n')
  log.mockRestore()
  expect(code).toBe(CLOSE.internal)
  expect(reason).not.toMatch(/TOKEN_KEYS/)
  expect(lines).toMatch(/TOKEN_KEYS is not set/)
  expect(lines).not.toContain(issued.token)
})

it('closes with 4503 when the room has more to do than it can', async () => {
  const { code, reason } = await closed(await knockOn(() => Promise.reject(overload())))
  expect(code).toBe(CLOSE.unavailable)
  expect(reason).toMatch(/overloaded/)
})

it('closes with 4500 when the room opens no socket', async () => {
  const { code } = await closed(await knockOn(async () => new Response('no')))
  expect(code).toBe(CLOSE.internal)
})

/** Connects while the platform answers for the room in this way; what is logged of it stays out of the test's output. */
async function knockOn(fetch: () => Promise<Response>): Promise<Response> {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const ROOMS = { getByName: () => ({ fetch }) } as unknown as Env['ROOMS']
  const response = await requestUnder({ ROOMS }, path(), withToken(issued.token))
  expect(log).toHaveBeenCalledOnce()
  log.mockRestore()
  return response
}

const overload = () => Object.assign(new Error('Durable Object is overloaded.'), { overloaded: true })

it('answers 426 to a request that is no upgrade', async () => {
  const response = await request(path())
  expect(response.headers.get('upgrade')).toBe('websocket')
  expect(await errorOf(response)).toMatchObject({ status: 426, code: 'upgrade-required' })
})

it.each([
  ['nothing', { upgrade: 'websocket' }],
  ['another protocol', { upgrade: 'websocket', 'sec-websocket-protocol': 'earshot.v2' }],
])('answers 400 to an upgrade that offers %s', async (_, headers) => {
  const error = await errorOf(await request(path(), { headers }))
  expect(error).toMatchObject({ status: 400, code: 'unsupported-protocol' })
})

it('tells the room of the token what it says, and of the address no more than its mark', async () => {
  const token = await tokenFor(created.room.id, { role: 'moderator', name: 'Dr. Grace', invite: 'an-invite' })
  const [one, other] = [await arrivalFrom(token, '203.0.113.7'), await arrivalFrom(token, '203.0.113.8')]
  expect(one).toEqual({
    person: 'guest:00000000-0000-4000-8000-000000000000',
    role: 'moderator',
    token: expect.stringMatching(/^[\w-]{22}$/),
    name: 'Dr. Grace',
    invite: 'an-invite',
    address: expect.stringMatching(/^[\w-]{22}$/),
  })
  expect(other.address).not.toBe(one.address)
  expect(JSON.stringify(one)).not.toMatch(/203\.0|eyJ/)
})

it.each(['Зоя', '日本', 'Zoë 🎙️', '"\\u00e9"'])('tells the room of "%s" in ASCII', async (name) => {
  const told = await headerFrom(await tokenFor(created.room.id, { name }), '203.0.113.7')
  expect(told).toMatch(/^[\x20-\x7e]+$/)
  expect(JSON.parse(told ?? '')).toMatchObject({ name })
})

/** What the room is told of somebody who connects from this address. */
const arrivalFrom = async (token: string, address: string): Promise<Arrival> =>
  JSON.parse((await headerFrom(token, address)) ?? 'null')

async function headerFrom(token: string, address: string): Promise<string | null> {
  let told: string | null = null
  const fetch = async (_: string, { headers }: { headers: Record<string, string> }) => {
    told = headers[ARRIVAL_HEADER] ?? null
    const { 0: client, 1: server } = new WebSocketPair()
    server.accept()
    return new Response(null, { status: 101, webSocket: client })
  }
  const ROOMS = { getByName: () => ({ fetch }) } as unknown as Env['ROOMS']
  await requestUnder({ ROOMS }, path(), withToken(token, { 'cf-connecting-ip': address }))
  return told
}
