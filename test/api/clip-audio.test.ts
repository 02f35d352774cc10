/** The audio of a clip: whole, in part, conditionally, in other containers, by a link, while it is spoken. */

import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { ClipDetails } from '../../src/archive/clip-answers.ts'
import { readClip } from '../../src/clips/read-clip.ts'
import { clipKey, deleteClipObject } from '../../src/store/clip-objects.ts'
import { errorOf, openIndex, request, requestUnder } from './door.ts'
import { asked, deleted, keptRoom, moderated, packets, ready, type Speaker, say, somebody } from './kept-room.ts'

let room: string
let ada: Speaker
let clip: string
let details: ClipDetails
let file: Uint8Array

beforeAll(async () => {
  await openIndex()
  room = await keptRoom()
  ada = await somebody(room, 'Ada')
  clip = await say(ada, { count: 200 })
  details = await ready(room, clip)
  file = await bytesOf(await listen())
})

const listen = (headers: Record<string, string> = {}, query = '', of = clip, method = 'GET'): Promise<Response> =>
  asked(ada, `/v1/clips/${of}/audio${query}`, { method, headers })

const bytesOf = async (response: Response): Promise<Uint8Array> => new Uint8Array(await response.arrayBuffer())

describe('whole', () => {
  it('is the stored file', async () => {
    const response = await listen()
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'audio/ogg; codecs=opus',
      'cache-control': 'private, no-cache',
      'accept-ranges': 'bytes',
      etag: `"${details.checksum}"`,
      'x-content-type-options': 'nosniff',
    })
    const bytes = await bytesOf(response)
    expect(bytes.length).toBe(details.bytes)
    const digest = await crypto.subtle.digest('SHA-256', bytes)
    expect(btoa(String.fromCharCode(...new Uint8Array(digest))).slice(0, -1)).toBe(
      details.checksum?.replaceAll('-', '+').replaceAll('_', '/'),
    )
  })

  it('holds every packet that was said', async () => {
    const read = await readClip(file)
    const said = [...packets(0, 10), ...packets(20, 190)].map(({ payload }) => [...payload])
    expect(read.packets.slice(0, said.length).map(({ payload }) => [...payload])).toEqual(said)
    expect(read.tags).toMatchObject({ ARTIST: 'Ada', LOCATION: room, EARSHOT_SOURCE: clip })
    expect(Math.abs(read.durationMs - details.durationMs)).toBeLessThan(1)
  })

  it('is described by HEAD, which reads nothing from storage', async () => {
    const CLIPS = undefined as unknown as R2Bucket
    const headers = { authorization: `Bearer ${ada.token}` }
    const response = await requestUnder({ CLIPS }, `/v1/clips/${clip}/audio`, { method: 'HEAD', headers })
    expect(response.status).toBe(200)
    expect(response.body).toBeNull()
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-length': String(details.bytes),
      'content-type': 'audio/ogg; codecs=opus',
      etag: `"${details.checksum}"`,
    })
  })

  it('is saved under a name when it is downloaded', async () => {
    const disposition = (await listen({}, '?download=1')).headers.get('content-disposition')
    expect(disposition).toMatch(
      /^attachment; filename="\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.opus"; filename\*=UTF-8''Ada%20/,
    )
    expect((await listen()).headers.has('content-disposition')).toBe(false)
  })
})

describe('in part', () => {
  it.each([
    ['bytes=0-0', 0, 1],
    ['bytes=10-19', 10, 20],
    ['bytes=100-', 100, undefined],
    ['bytes=0-99999999', 0, undefined],
    ['bytes=-100', -100, undefined],
    ['bytes=-99999999', 0, undefined],
  ])('answers %s', async (range, from, to) => {
    const response = await listen({ range })
    const expected = file.slice(from, to)
    const first = from < 0 ? file.length + from : from
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${first + expected.length - 1}/${file.length}`)
    expect(await bytesOf(response)).toEqual(expected)
  })

  it.each(['bytes=99999999-', 'bytes=-0'])('cannot satisfy %s', async (range) => {
    const response = await listen({ range })
    expect(response.headers.get('content-range')).toBe(`bytes */${file.length}`)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await errorOf(response)).toMatchObject({ status: 416, code: 'range-unsatisfiable' })
  })

  it.each(['bytes=0-1,5-6', 'bytes=5-4', 'lines=1-2'])('answers %s with the whole', async (range) => {
    const response = await listen({ range })
    expect(response.status).toBe(200)
    expect((await bytesOf(response)).length).toBe(file.length)
  })

  it('ignores a range of a HEAD', async () => {
    const response = await listen({ range: 'bytes=0-0' }, '', clip, 'HEAD')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe(String(file.length))
  })
})

describe('conditionally', () => {
  it('confirms what the client has, and reads nothing from storage for it', async () => {
    const CLIPS = undefined as unknown as R2Bucket
    const headers = { authorization: `Bearer ${ada.token}`, 'if-none-match': `"${details.checksum}"` }
    const response = await requestUnder({ CLIPS }, `/v1/clips/${clip}/audio`, { headers })
    expect(response.status).toBe(304)
    expect(response.body).toBeNull()
    expect(Object.fromEntries(response.headers)).toMatchObject({
      etag: `"${details.checksum}"`,
      'cache-control': 'private, no-cache',
    })
  })

  it('confirms before it looks at a range', async () => {
    expect((await listen({ range: 'bytes=0-0', 'if-none-match': '*' })).status).toBe(304)
  })

  it('sends what the client has in another container only', async () => {
    expect((await listen({ 'if-none-match': `"${details.checksum}-webm"` })).status).toBe(200)
    expect((await listen({ 'if-none-match': `"${details.checksum}"` }, '?as=webm')).status).toBe(200)
  })

  it('goes on with what has not changed, and begins anew with what has', async () => {
    const range = 'bytes=0-0'
    expect((await listen({ range, 'if-range': `"${details.checksum}"` })).status).toBe(206)
    expect((await listen({ range, 'if-range': '"other"' })).status).toBe(200)
    expect((await listen({ range, 'if-range': new Date().toUTCString() })).status).toBe(200)
  })
})

describe.each([
  ['webm', 'audio/webm; codecs=opus', [0x1a, 0x45, 0xdf, 0xa3], 0],
  ['mp4', 'audio/mp4; codecs=opus', [...'ftyp'].map((char) => char.charCodeAt(0)), 4],
])('as %s', (as, type, magic, at) => {
  it('is the same sound in that container', async () => {
    const response = await listen({}, `?as=${as}`)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('etag')).toBe(`"${details.checksum}-${as}"`)
    const bytes = await bytesOf(response)
    expect([...bytes.subarray(at, at + 4)]).toEqual(magic)
    expect(response.headers.get('content-length') ?? String(bytes.length)).toBe(String(bytes.length))
  })

  it('has ranges of its own', async () => {
    const whole = await bytesOf(await listen({}, `?as=${as}`))
    const response = await listen({ range: 'bytes=-50' }, `?as=${as}`)
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toMatch(new RegExp(`/${whole.length}$`))
    expect(await bytesOf(response)).toEqual(whole.slice(-50))
  })

  it('is described by HEAD', async () => {
    const whole = await bytesOf(await listen({}, `?as=${as}`))
    const response = await listen({}, `?as=${as}`, clip, 'HEAD')
    expect(response.headers.get('content-length')).toBe(String(whole.length))
  })
})

describe('who may listen', () => {
  it('is decided before anything is read, confirmed or described', async () => {
    const gone = await say(ada, { slot: 30_000 })
    const { checksum } = await ready(room, gone)
    await deleted(ada, gone)
    const CLIPS = undefined as unknown as R2Bucket
    const authorization = `Bearer ${ada.token}`
    const path = `/v1/clips/${gone}/audio`
    const tries: RequestInit[] = [
      { headers: { authorization } },
      { headers: { authorization, 'if-none-match': `"${checksum}"` } },
      { headers: { authorization, range: 'bytes=0-0' } },
      { method: 'HEAD', headers: { authorization } },
    ]
    for (const init of tries) expect((await requestUnder({ CLIPS }, path, init)).status).toBe(410)
  })

  it('are those who may be in the room', async () => {
    expect(await errorOf(await request(`/v1/clips/${clip}/audio`))).toMatchObject({
      status: 401,
      code: 'token-missing',
    })
    const bob = await somebody(room, 'Bob')
    await moderated(room, 'remove', bob)
    const error = await errorOf(await asked(bob, `/v1/clips/${clip}/audio`))
    expect(error).toMatchObject({ status: 403, code: 'removed' })
  })

  it('may not ask for another container', async () => {
    expect(await errorOf(await listen({}, '?as=wav'))).toMatchObject({ status: 400, code: 'invalid-request' })
  })
})

describe('a storage that fails', () => {
  const failing = async (path: string, settings: Partial<Env> = {}) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const response = await requestUnder(settings, path, { headers: { authorization: `Bearer ${ada.token}` } })
    const lines = log.mock.calls.map(([line]) => JSON.parse(line))
    log.mockRestore()
    return { error: await errorOf(response), lines }
  }

  it('is told of when it has lost the object, and logged without a name', async () => {
    const lost = await say(ada, { slot: 40_000 })
    const { startedAtMs } = await ready(room, lost)
    await deleteClipObject(env.CLIPS, clipKey(ada.person, startedAtMs, lost))
    for (const query of ['', '?as=webm']) {
      const { error, lines } = await failing(`/v1/clips/${lost}/audio${query}`)
      expect(error).toMatchObject({ status: 503, code: 'clip-unavailable' })
      expect(lines).toMatchObject([{ level: 'error', route: '/v1/clips/:clip/audio' }])
      expect(JSON.stringify(lines)).not.toContain(lost)
    }
  })

  it('is told of when it cannot be reached', async () => {
    const get = () => Promise.reject(new Error('R2 is out of reach'))
    const CLIPS = { get } as unknown as R2Bucket
    const { error, lines } = await failing(`/v1/clips/${clip}/audio`, { CLIPS })
    expect(error).toMatchObject({ status: 503, code: 'clip-unavailable' })
    expect(lines).toMatchObject([{ cause: { error: 'Error: R2 is out of reach' } }])
  })
})
