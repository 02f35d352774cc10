/** How a load gets in, and what its operator is told when it does not: against an HTTP server that answers as is asked of it. */

import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRoom, DoorShut, requestTokens } from '../../bench/load/door.ts'

const ROOM = { id: 'room', secret: 'secret' }

let server: Server
let origin: string
let requests: { path: string; body: unknown }[]
let underWay: number
let mostAtOnce: number
/** What the server answers to each request. */
let answer: (request: number) => { status: number; body: object | string; headers?: Record<string, string> }

beforeEach(async () => {
  requests = []
  underWay = mostAtOnce = 0
  server = createServer(async (request, response) => {
    underWay += 1
    mostAtOnce = Math.max(mostAtOnce, underWay)
    const body = (await request.toArray()).join('')
    requests.push({ path: request.url ?? '', body: JSON.parse(body) })
    send(response, answer(requests.length))
    underWay -= 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
})

function send(response: ServerResponse, { status, body, headers = {} }: ReturnType<typeof answer>): void {
  response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
}

const refusal = (code: string) => ({ error: { code, message: `It is ${code}.` } })
const told = async (attempt: Promise<unknown>) => {
  const error = await attempt.catch((failure) => failure)
  expect(error).toBeInstanceOf(DoorShut)
  return (error as Error).message
}

describe('the door', () => {
  it('makes a room in which as many are heard as speak', async () => {
    answer = () => ({ status: 201, body: { room: { id: 'new' }, ownerSecret: 'o', guestSecret: 'g' } })
    expect(await createRoom(origin, 7)).toEqual({ id: 'new', secret: 'g' })
    expect(requests).toEqual([{ path: '/v1/rooms', body: { name: 'Load', maxSpeakers: 7 } }])
  })

  it('brings a token for each, a few at a time, and tells how many there are', async () => {
    answer = (request) => ({ status: 200, body: { token: `t${request}` } })
    const counts: number[] = []
    const tokens = await requestTokens(origin, ROOM, 30, (count) => counts.push(count))
    expect(new Set(tokens).size).toBe(30)
    expect([counts.at(-1), counts.length, mostAtOnce <= 8]).toEqual([30, 30, true])
    expect(requests[0]).toEqual({ path: '/v1/rooms/room/tokens', body: { secret: 'secret' } })
  })

  it('comes again when it is told to', async () => {
    answer = (request) =>
      request === 1
        ? { status: 429, body: refusal('too-fast'), headers: { 'retry-after': '0' } }
        : { status: 200, body: { token: 'late' } }
    expect(await requestTokens(origin, ROOM, 1, () => {})).toEqual(['late'])
    expect(requests).toHaveLength(2)
  })

  it('does not wait for an hour', async () => {
    answer = () => ({ status: 429, body: refusal('too-fast'), headers: { 'retry-after': '3600' } })
    expect(await told(requestTokens(origin, ROOM, 1, () => {}))).toContain('fewer --listeners')
    expect(requests).toHaveLength(1)
  })

  it.each([
    [403, refusal('rooms-closed'), 'ANYONE_MAY_CREATE_ROOMS'],
    [404, refusal('unknown-room'), '--room'],
    [403, refusal('wrong-secret'), '--secret'],
    [500, refusal('internal'), '500 internal: It is internal.'],
    [404, '<html>', 'not as Earshot does'],
    [200, '<html>', 'not as Earshot does'],
  ])('says what to do about %i %j', async (status, body, sentence) => {
    answer = () => ({ status, body })
    expect(await told(createRoom(origin, 4))).toContain(sentence)
  })

  it('says what to do when nobody is there', async () => {
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    expect(await told(createRoom(`http://127.0.0.1:${port}`, 4))).toMatch(/cannot be reached .ECONNREFUSED.*npm start/)
  })
})
