/** The HTTP calls, against a server that answers as told. */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { EarshotApi } from '../../src/client/api.ts'
import { text } from '../support/room-words.ts'

const ID = 'RRRRRRRRRRRRRRRRRRRRRR'
const ROOM = { id: ID, name: 'Standup' }

let server: Server
let api: EarshotApi
let answer: { status: number; body: string }
let isMute: boolean
let asked: { method?: string | undefined; url?: string | undefined; authorization?: string | undefined; body: string }

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    asked = { method: request.method, url: request.url, authorization: request.headers.authorization, body }
    if (!isMute) response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  api = new EarshotApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  answer = { status: 200, body: '{}' }
  isMute = false
})

const answers = (status: number, body: unknown) => {
  answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

describe('the API', () => {
  it('makes a room', async () => {
    answers(201, { room: ROOM, ownerSecret: ID, guestSecret: ID, later: 'ignored' })
    await expect(api.createRoom({ name: 'Standup' })).resolves.toEqual({ room: ROOM, ownerSecret: ID, guestSecret: ID })
    expect(asked).toMatchObject({ method: 'POST', url: '/v1/rooms', body: '{"name":"Standup"}' })
  })

  it('exchanges a secret for a token, as the guest one was', async () => {
    const granted = { token: 't', expiresAtMs: 1, role: 'guest', person: 'guest:1', guest: 'g', room: ROOM }
    answers(200, granted)
    await expect(api.requestToken({ room: ID, secret: 's', guest: 'g' })).resolves.toEqual(granted)
    expect(asked).toMatchObject({ url: `/v1/rooms/${ID}/tokens`, body: '{"secret":"s","guest":"g"}' })
  })

  it('reads a page of the log, entries of unknown kinds too', async () => {
    answers(200, { entries: [text(1), { kind: 'clip', number: 2, atMs: 2, url: 'x' }] })
    const entries = await api.entries({ room: ID, token: 't', before: 3, limit: 100 })
    expect(entries).toEqual([text(1), { kind: 'unknown', number: 2, atMs: 2 }])
    expect(asked).toMatchObject({ url: `/v1/rooms/${ID}/entries?before=3&limit=100`, authorization: 'Bearer t' })
  })
})

describe('an answer that is none', () => {
  const failure = (code: string) => ({ error: { code, message: 'A sentence.' } })

  it.each([
    [403, failure('rooms-closed'), 'rooms-closed'],
    [403, failure('wrong-secret'), 'wrong-link'],
    [404, failure('unknown-room'), 'room-unknown'],
    [403, failure('foreign-origin'), 'not-allowed'],
    [401, failure('token-expired'), 'token-refused'],
    [429, failure('too-fast'), 'too-fast'],
    [400, failure('invalid-request'), 'protocol'],
    [503, failure('internal'), 'unreachable'],
    [502, '<html>', 'unreachable'],
    [200, '<html>', 'unreachable'],
    [200, { room: 'another shape' }, 'protocol'],
  ])('%i %j is %s', async (status, body, code) => {
    answers(status, body)
    await expect(api.createRoom()).rejects.toMatchObject({ code })
  })

  it('is none after 10 s', async () => {
    const timeout = AbortSignal.timeout
    const timeouts = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout.call(AbortSignal, 20))
    isMute = true
    await expect(api.createRoom()).rejects.toMatchObject({ code: 'unreachable' })
    expect(timeouts).toHaveBeenCalledWith(10_000)
    timeouts.mockRestore()
  })

  it('is what a server gives that is not there', async () => {
    await expect(new EarshotApi('http://127.0.0.1:1').createRoom()).rejects.toMatchObject({ code: 'unreachable' })
  })
})
