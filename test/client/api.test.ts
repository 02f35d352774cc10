/** The HTTP calls, against a server that answers as told. */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { EarshotApi } from '../../src/client/api.ts'
import { text } from '../support/room-words.ts'

const ID = 'RRRRRRRRRRRRRRRRRRRRRR'
const ROOM = { id: ID, name: 'Standup' }
const LINK = { room: ID, secret: ID }

let server: Server
let api: EarshotApi
let answer: { status: number; body: string }
let isMute: boolean
let asked: {
  method?: string | undefined
  url?: string | undefined
  authorization?: string | undefined
  session: unknown
  key: unknown
  body: string
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { method, url, headers } = request
    const { authorization, 'earshot-session': session, 'idempotency-key': key } = headers
    asked = { method, url, authorization, session, key, body }
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
    expect(asked.key).toMatch(/^[\w-]{22}$/)
  })

  it('exchanges a secret for a token, as the guest one was', async () => {
    const granted = { token: 't', expiresAtMs: 1, role: 'speaker', person: 'guest:1', guest: 'g', room: ROOM }
    answers(200, granted)
    await expect(api.requestToken({ room: ID, secret: 's', guest: 'g' })).resolves.toEqual(granted)
    expect(asked).toMatchObject({ url: `/v1/rooms/${ID}/tokens`, body: '{"secret":"s","guest":"g"}' })
  })

  it('looks what a secret does, and asks for no token', async () => {
    const seen = { room: ROOM, role: 'listener', invite: { role: 'speaker', expiresAtMs: null, maxPeople: 3 } }
    answers(200, seen)
    await expect(api.look({ room: ID, secret: 's' })).resolves.toEqual(seen)
    expect(asked).toMatchObject({ url: `/v1/rooms/${ID}/tokens`, body: '{"secret":"s","look":true}' })
  })

  it('reads a page of the log, entries of unknown kinds too', async () => {
    answers(200, { entries: [text(1), { kind: 'upload', number: 2, atMs: 2, url: 'x' }] })
    const entries = await api.entries({ room: ID, token: 't', before: 3, limit: 100 })
    expect(entries).toEqual([text(1), { kind: 'unknown', number: 2, atMs: 2 }])
    expect(asked).toMatchObject({ url: `/v1/rooms/${ID}/entries?before=3&limit=100`, authorization: 'Bearer t' })
  })
})

describe('clips', () => {
  const CLIP = 'CCCCCCCCCCCCCCCCCCCCCC'
  const ADA = { person: 'guest:1', name: 'Ada' }
  const details = {
    id: CLIP,
    room: ID,
    by: ADA,
    startedAtMs: 5,
    durationMs: 400,
    waveform: Array.from({ length: 30 }, () => 9),
    bytes: 700,
    continues: null,
    state: 'ready',
    checksum: 'x',
    heardBy: [],
  }
  const of = { clip: CLIP, token: 't' }

  it('are kept of talk that was posted', async () => {
    answers(200, { kept: { from: 4, to: 8 }, stored: 3 })
    const post = { room: ID, token: 't', session: 's', bytes: Uint8Array.of(65, 66) }
    await expect(api.postTalk({ ...post, end: true })).resolves.toEqual({ kept: { from: 4, to: 8 }, stored: 3 })
    expect(asked).toEqual({
      method: 'POST',
      url: `/v1/rooms/${ID}/talk?end=true`,
      authorization: 'Bearer t',
      session: 's',
      key: undefined,
      body: 'AB',
    })
    await api.postTalk({ ...post, end: false })
    expect(asked.url).toBe(`/v1/rooms/${ID}/talk`)
  })

  it('are listed page by page, and told of one by one', async () => {
    answers(200, { clips: [details], next: 'n' })
    await expect(api.clips({ room: ID, token: 't', before: 'b+', limit: 2 })).resolves.toEqual({
      clips: [details],
      next: 'n',
    })
    expect(asked).toMatchObject({ method: 'GET', url: `/v1/rooms/${ID}/clips?before=b%2B&limit=2` })
    answers(200, details)
    await expect(api.clip(of)).resolves.toEqual(details)
    expect(asked.url).toBe(`/v1/clips/${CLIP}`)
  })

  it('have links that need nothing else', async () => {
    answers(201, { url: `/v1/clips/${CLIP}/audio?link=x`, expiresAtMs: 9 })
    const { url } = await api.clipLink(of)
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/clips\/C+\/audio\?link=x$/)
    expect(asked).toMatchObject({ method: 'POST', url: `/v1/clips/${CLIP}/links`, body: '{}' })
  })

  it('are marked as heard, and deleted', async () => {
    answers(200, { heardBy: [ADA] })
    await expect(api.markHeard({ ...of, name: 'Ada' })).resolves.toEqual({ heardBy: [ADA] })
    expect(asked).toMatchObject({ url: `/v1/clips/${CLIP}/heard`, body: '{"name":"Ada"}' })
    const receipt = { clip: CLIP, room: ID, forgottenAtMs: 9, by: null, complete: false }
    answers(202, receipt)
    await expect(api.deleteClip({ ...of, name: 'Ada & co' })).resolves.toEqual(receipt)
    expect(asked).toMatchObject({ method: 'DELETE', url: `/v1/clips/${CLIP}?name=Ada+%26+co` })
  })

  it('that are stuck are shown to an owner, who has them tried again', async () => {
    const item = { clip: CLIP, by: ADA, startedAtMs: 5, durationMs: 9, state: 'sealed', attempts: 3 }
    const outbox = { waiting: [], stuck: [{ ...item, nextAttemptAtMs: null, failure: 'storage' }] }
    answers(200, outbox)
    await expect(api.outbox({ room: ID, token: 't' })).resolves.toEqual(outbox)
    answers(202, '')
    await api.retryClip({ room: ID, ...of })
    expect(asked).toMatchObject({ method: 'POST', url: `/v1/rooms/${ID}/outbox/${CLIP}/retry` })
  })

  it.each([
    [404, 'unknown-clip', 'clip-unknown'],
    [410, 'clip-deleted', 'clip-deleted'],
    [403, 'not-yours', 'not-allowed'],
  ])('%i %s is %s', async (status, code, told) => {
    answers(status, { error: { code, message: 'A sentence.' } })
    await expect(api.clip(of)).rejects.toMatchObject({ code: told })
  })
})

describe('an answer that is none', () => {
  const failure = (code: string) => ({ error: { code, message: 'A sentence.' } })

  it.each([
    [403, failure('rooms-closed'), 'rooms-closed'],
    [403, failure('wrong-secret'), 'wrong-link'],
    [404, failure('unknown-room'), 'room-unknown'],
    [403, failure('invite-expired'), 'invite-expired'],
    [403, failure('invite-used-up'), 'invite-used-up'],
    [403, failure('invite-revoked'), 'invite-revoked'],
    [404, failure('unknown-person'), 'unknown-person'],
    [403, failure('foreign-origin'), 'not-allowed'],
    [401, failure('token-expired'), 'token-refused'],
    [429, failure('too-fast'), 'too-fast'],
    [400, failure('invalid-request'), 'protocol'],
    [503, failure('internal'), 'unreachable'],
    [429, '<html>', 'too-fast'],
    [502, '<html>', 'unreachable'],
    [200, '<html>', 'unreachable'],
    [200, { room: 'another shape' }, 'protocol'],
  ])('%i %j is %s', async (status, body, code) => {
    answers(status, body)
    await expect(api.requestToken(LINK)).rejects.toMatchObject({ code })
  })

  it('is none after 10 s', async () => {
    const timeout = AbortSignal.timeout
    const timeouts = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout.call(AbortSignal, 20))
    isMute = true
    await expect(api.requestToken(LINK)).rejects.toMatchObject({ code: 'unreachable' })
    expect(timeouts).toHaveBeenCalledWith(10_000)
    timeouts.mockRestore()
  })

  it('is what a server gives that is not there', async () => {
    const nobody = new EarshotApi('http://127.0.0.1:1')
    await expect(nobody.requestToken(LINK)).rejects.toMatchObject({ code: 'unreachable' })
  })
})
