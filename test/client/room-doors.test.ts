/** The doors of a room, as an application asks for them: against a server that answers as told. */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { EarshotApi } from '../../src/client/api.ts'
import { PageTokens } from '../../src/client/page-tokens.ts'
import { RoomDoors } from '../../src/client/room-doors.ts'

const ROOM = 'RRRRRRRRRRRRRRRRRRRRRR'
const SECRET = 'SSSSSSSSSSSSSSSSSSSSSS'

let server: Server
let doors: RoomDoors
let answer: { status: number; body: string }
let asked: { line: string; authorization: string | undefined; key: unknown; body: string }

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { method, url, headers } = request
    const { authorization, 'idempotency-key': key } = headers
    asked = { line: `${method} ${url}`, authorization, key, body }
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const api = new EarshotApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  doors = new RoomDoors({ room: ROOM, api, tokens: new PageTokens(async () => 't') })
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const answers = (status: number, body?: unknown) => {
  answer = { status, body: body === undefined ? '' : JSON.stringify(body) }
}
beforeEach(() => answers(204))

const invite = {
  id: 'i1',
  role: 'speaker',
  label: 'The choir',
  createdAtMs: 1,
  expiresAtMs: null,
  maxPeople: 3,
  people: 1,
  revokedAtMs: null,
  came: [{ person: 'guest:1', name: 'Bob', firstSeenAtMs: 2 }],
}

describe('invites', () => {
  it('are listed with who came by each; of a role that is not known yet, the people may speak', async () => {
    const other = { ...invite, id: 'i2', maxPeople: null, people: null, came: [] }
    answers(200, { invites: [invite, { ...other, role: 'stagehand', later: 'ignored' }] })
    await expect(doors.invites()).resolves.toEqual([invite, other])
    expect(asked).toMatchObject({ line: `GET /v1/rooms/${ROOM}/invites`, authorization: 'Bearer t' })
  })

  it('are made once, with their secret', async () => {
    answers(201, { invite, secret: SECRET })
    const made = doors.invite({ role: 'listener', label: 'Press', expiresInSeconds: 60, maxPeople: 3 })
    await expect(made).resolves.toEqual({ invite, secret: SECRET })
    expect(asked.line).toBe(`POST /v1/rooms/${ROOM}/invites`)
    expect(JSON.parse(asked.body)).toEqual({ role: 'listener', label: 'Press', expiresInSeconds: 60, maxPeople: 3 })
    expect(asked.key).toMatch(/^[\w-]{22}$/)
  })

  it('are taken back', async () => {
    await expect(doors.revoke('i/1')).resolves.toBeUndefined()
    expect(asked.line).toBe(`DELETE /v1/rooms/${ROOM}/invites/i%2F1`)
  })
})

it('people are told of', async () => {
  const standing = { role: 'listener', invite: null, silenced: true, removed: false }
  const person = {
    person: 'guest:1',
    name: 'Bob',
    firstSeenAtMs: 1,
    lastSeenAtMs: 2,
    networkKeptOutUntilMs: 5,
    ...standing,
  }
  answers(200, { people: [person] })
  await expect(doors.people()).resolves.toEqual([person])
  expect(asked.line).toBe(`GET /v1/rooms/${ROOM}/people`)
})

it('a room is destroyed', async () => {
  await expect(doors.destroyRoom()).resolves.toBeUndefined()
  expect(asked.line).toBe(`DELETE /v1/rooms/${ROOM}`)
})

describe('relays', () => {
  it('come as a connection between peers takes them', async () => {
    const relay = { urls: ['turn:turn.example:3478'], username: '9:x', credential: 'c' }
    const servers = { iceServers: [relay], expiresAtMs: 9, refreshAtMs: 8, reason: null }
    answers(200, servers)
    await expect(doors.iceServers()).resolves.toEqual(servers)
    expect(asked).toMatchObject({ line: `POST /v1/rooms/${ROOM}/ice-servers`, body: '{}' })
  })

  it('are none for a reason, which a later version may word anew', async () => {
    const none = { iceServers: [], expiresAtMs: 9, refreshAtMs: 8 }
    answers(200, { ...none, reason: 'not-configured' })
    await expect(doors.iceServers()).resolves.toEqual({ ...none, reason: 'not-configured' })
    answers(200, { ...none, reason: 'on-strike' })
    await expect(doors.iceServers()).resolves.toEqual({ ...none, reason: 'provider-unavailable' })
  })
})

it.each([
  [403, 'not-allowed', 'not-allowed'],
  [403, 'removed', 'removed'],
  [404, 'unknown-room', 'room-unknown'],
  [404, 'unknown-invite', 'invite-revoked'],
  [409, 'too-many-invites', 'too-many-invites'],
  [429, 'too-fast', 'too-fast'],
])('%i %s is %s', async (status, code, told) => {
  answers(status, { error: { code, message: 'A sentence.' } })
  await expect(doors.people()).rejects.toMatchObject({ code: told })
})
