/** How uploads begin, by tus 1.0.0 over the real routes: what there is, who may, what is read of a request, and how it is refused. */

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { MAX_ROOM_UPLOAD_BYTES, MAX_UPLOAD_BYTES, UPLOAD_STEP_BYTES } from '../../src/protocol/limits.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { createRoom, errorOf, openIndex, request, requestUnder, tokenFor } from './door.ts'
import { archiveOf, moderated, type Speaker, somebody } from './kept-room.ts'
import { begun, create, headersOf, look, metadataOf, oggOpus, send, TUS, tus, wholeLength } from './upload-requests.ts'

let room: string
let ada: Speaker
let grace: Speaker
let file: Uint8Array<ArrayBuffer>

beforeAll(async () => {
  await openIndex()
  room = (await createRoom('Kitchen')).room.id
  ada = await somebody(room, 'Ada')
  grace = await somebody(room, 'Grace')
  file = await oggOpus()
})

describe('[U9] OPTIONS', () => {
  it('says what there is, to anybody', async () => {
    const response = await request('/v1/uploads', { method: 'OPTIONS' })
    expect(response.status).toBe(204)
    expect(headersOf(response, 'tus-resumable', 'tus-version', 'tus-max-size')).toEqual([
      ...['1.0.0', '1.0.0', String(MAX_UPLOAD_BYTES)],
    ])
    expect(response.headers.get('tus-checksum-algorithm')).toBe('sha1,sha256,md5')
    expect(response.headers.get('tus-extension')?.split(',')).toEqual([
      ...['creation', 'creation-with-upload', 'creation-defer-length', 'expiration', 'checksum', 'termination'],
      'concatenation',
    ])
  })

  it('lets pages of allowed origins do all of it', async () => {
    const friend = 'https://friend.example'
    const init = { method: 'OPTIONS', headers: { origin: friend, 'access-control-request-method': 'PATCH' } }
    const response = await requestUnder({ ALLOWED_ORIGINS: friend }, `/v1/uploads/${randomId()}`, init)
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, friend])
    expect(response.headers.get('access-control-allow-methods')?.split(',')).toEqual(
      expect.arrayContaining(['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS']),
    )
    expect(response.headers.get('access-control-allow-headers')?.split(',')).toEqual(
      expect.arrayContaining(['authorization', 'tus-resumable', 'upload-offset', 'upload-metadata', 'upload-checksum']),
    )
    expect(response.headers.get('access-control-expose-headers')?.split(',')).toEqual(
      expect.arrayContaining(['location', 'upload-offset', 'upload-length', 'upload-expires', 'earshot-upload-state']),
    )
  })
})

describe('[U1] whoever asks', () => {
  it.each([{}, { 'tus-resumable': '0.2.2' }])('speaks tus 1.0.0, and not as %j says', async (headers) => {
    const init = {
      method: 'POST',
      headers: { authorization: `Bearer ${ada.token}`, ...headers } as Record<string, string>,
    }
    const response = await request('/v1/uploads', init)
    expect(headersOf(response, 'tus-resumable', 'tus-version')).toEqual(['1.0.0', '1.0.0'])
    expect(await errorOf(response)).toMatchObject({ status: 412, code: 'unsupported-tus' })
  })

  it.each([
    ['POST', '/v1/uploads'],
    ['PATCH', `/v1/uploads/${randomId()}`],
    ['DELETE', `/v1/uploads/${randomId()}`],
    ['GET', `/v1/uploads/${randomId()}`],
  ])('has a token: %s', async (method, path) => {
    const headers = { ...TUS, 'upload-length': '5', 'upload-offset': '0' }
    const response = await request(path, { method, headers })
    expect(response.headers.get('tus-resumable')).toBe('1.0.0')
    expect(await errorOf(response)).toMatchObject({ status: 401, code: 'token-missing' })
  })

  it('may speak in the room', async () => {
    const listener = { ...grace, token: await tokenFor(room, { person: 'guest:listener', role: 'listener' }) }
    expect(await errorOf(await create(listener, { 'upload-length': '5' }))).toMatchObject({ code: 'not-allowed' })
    const muted = await somebody(room, 'Muted')
    await moderated(room, 'mute', muted)
    expect(await errorOf(await create(muted, { 'upload-length': '5' }))).toMatchObject({ code: 'silenced' })
    await moderated(room, 'remove', muted)
    expect(await errorOf(await create(muted, { 'upload-length': '5' }))).toMatchObject({ code: 'removed' })
  })

  it('finds room in the room, beside what everybody has under way', async () => {
    const full = (await createRoom('Full')).room.id
    const eve = await somebody(full, 'Eve')
    const deferred = await begun(eve, { 'upload-defer-length': '1' })
    await runInDurableObject(env.ARCHIVES.getByName(full), (_, { storage }) => {
      const flood = `INSERT INTO uploads (upload, person, clip, kind, begun_at_ms, bytes) VALUES ('x', 'x', 'x', 'whole', ?, ?)`
      storage.sql.exec(flood, Date.now(), MAX_ROOM_UPLOAD_BYTES - UPLOAD_STEP_BYTES - 4)
    })
    const refused = await create(eve, { 'upload-length': '5' })
    expect(headersOf(refused, 'retry-after', 'location')).toEqual(['60', null])
    expect(await errorOf(refused)).toMatchObject({ status: 429, code: 'room-uploads-full' })
    const larger = await send(eve, deferred, 0, endless())
    const came = Number(larger.headers.get('upload-offset'))
    expect(larger.headers.get('retry-after')).toBe('60')
    expect(await errorOf(larger)).toMatchObject({ status: 429, code: 'room-uploads-full' })
    expect(came).toBeGreaterThan(UPLOAD_STEP_BYTES / 2)
    expect(came).toBeLessThanOrEqual(UPLOAD_STEP_BYTES)
    await tus(eve, 'DELETE', deferred)
    await expect.poll(async () => (await create(eve, { 'upload-length': '5' })).status).toBe(201)
  })

  it('has nothing under way where an upload could not be made', async () => {
    const quiet = (await createRoom('Quiet')).room.id
    const eve = await somebody(quiet, 'Eve')
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const create = () => Promise.reject(new Error('The upload is out of reach.'))
    const UPLOADS = { getByName: () => ({ create }) } as unknown as Env['UPLOADS']
    const headers = { ...TUS, authorization: `Bearer ${eve.token}`, 'upload-length': '5' }
    expect((await requestUnder({ UPLOADS }, '/v1/uploads', { method: 'POST', headers })).status).toBe(500)
    log.mockRestore()
    const left = await runInDurableObject(env.ARCHIVES.getByName(quiet), (_, { storage }) =>
      storage.sql.exec('SELECT upload FROM uploads').toArray(),
    )
    expect(left).toEqual([])
  })

  it('has a room that there is', async () => {
    const nobody = { ...ada, token: await tokenFor(randomId()) }
    expect(await errorOf(await create(nobody, { 'upload-length': '5' }))).toMatchObject({ code: 'unknown-room' })
  })

  it('learns nothing of an upload of somebody else', async () => {
    const at = await begun(ada, wholeLength(file))
    expect((await look(grace, at)).status).toBe(404)
    expect(await errorOf(await send(grace, at, 0, file))).toMatchObject({ status: 404, code: 'unknown-upload' })
    expect(await errorOf(await tus(grace, 'DELETE', at))).toMatchObject({ status: 404, code: 'unknown-upload' })
    expect((await look(ada, at)).headers.get('upload-offset')).toBe('0')
  })

  it.each(['x', randomId(), `${randomId()}A`])('is told of no upload "%s"', async (id) => {
    const response = await look(ada, `/v1/uploads/${id}`)
    expect([response.status, response.headers.get('upload-offset')]).toEqual([404, null])
  })

  it('is told which methods there are', async () => {
    const response = await tus(ada, 'PUT', `/v1/uploads/${randomId()}`)
    expect(response.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'PATCH'])
    expect(response.headers.get('tus-resumable')).toBe('1.0.0')
    expect(await errorOf(response)).toMatchObject({ status: 405 })
  })
})

describe('[U10] a creation', () => {
  it('answers where it is, until when, and which clip it becomes', async () => {
    const response = await create(ada, wholeLength(file))
    const [at, resumable, offset, expires, state, clip] = headersOf(
      response,
      ...['location', 'tus-resumable', 'upload-offset', 'upload-expires', 'earshot-upload-state', 'earshot-clip'],
    )
    expect([response.status, resumable, offset, state]).toEqual([201, '1.0.0', '0', 'receiving'])
    expect(at).toMatch(/^\/v1\/uploads\/[\w-]{22}$/)
    expect(clip).toMatch(/^[\w-]{22}$/)
    expect(Date.parse(expires ?? '')).toBeGreaterThan(Date.now())
    expect(await response.json()).toMatchObject({ upload: { id: at?.slice(-22), kind: 'whole', clip, offsetBytes: 0 } })
  })

  it('keeps the metadata as it was sent', async () => {
    const metadata = `${metadataOf({ filename: 'a.opus', filetype: 'audio/ogg' })},mine`
    const at = await begun(ada, { ...wholeLength(file), 'upload-metadata': metadata })
    const response = await look(ada, at)
    expect(headersOf(response, 'upload-metadata', 'upload-length', 'cache-control', 'upload-defer-length')).toEqual([
      ...[metadata, String(file.length), 'no-store', null],
    ])
  })

  it('[U3] of the same message is the same upload', async () => {
    const message = randomId()
    const headers = { ...wholeLength(file), 'upload-metadata': metadataOf({ message }) }
    const first = await create(ada, headers)
    expect((await send(ada, first.headers.get('location') ?? '', 0, file.subarray(0, 500))).status).toBe(204)
    const again = await create(ada, headers, file)
    expect(headersOf(again, 'location', 'earshot-clip')).toEqual(headersOf(first, 'location', 'earshot-clip'))
    expect([again.status, again.headers.get('upload-offset')]).toEqual([201, '500'])
    expect((await create(grace, headers)).headers.get('location')).not.toBe(first.headers.get('location'))
  })

  it.each([
    ['no length', {}, 'Upload-Length'],
    ['metadata that is none', { 'upload-length': '5', 'upload-metadata': 'a Zg' }, 'Upload-Metadata'],
    ['a burn of no days', { 'upload-length': '5', 'upload-metadata': metadataOf({ burn: '0' }) }, 'burn'],
    ['a checksum that nobody knows', { 'upload-length': '5', 'upload-checksum': 'crc32 AAAA' }, 'Upload-Checksum'],
    ['parts that are none', { 'upload-concat': 'final;/files/a' }, 'Upload-Concat'],
  ] as [string, Record<string, string>, string][])('is refused with %s', async (_, headers, named) => {
    const error = await errorOf(await create(ada, headers))
    expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
    expect(error.message).toContain(named)
  })

  it('is refused when it is too large, or says that it is no Ogg Opus', async () => {
    const large = await create(ada, { 'upload-length': String(MAX_UPLOAD_BYTES + 1) })
    expect(await errorOf(large)).toMatchObject({ status: 413, code: 'too-large' })
    const foreign = { 'upload-length': '5', 'upload-metadata': metadataOf({ filetype: 'audio/mpeg' }) }
    expect(await errorOf(await create(ada, foreign))).toMatchObject({ status: 415, code: 'not-a-clip-type' })
  })

  it('is refused with a body that is not declared as bytes of an upload', async () => {
    const response = await create(ada, { ...wholeLength(file), 'content-type': 'audio/ogg' }, file)
    expect(await errorOf(response)).toMatchObject({ status: 415, code: 'not-tus-bytes' })
  })
})

describe('two creations of one message at once', () => {
  it('that joins parts and that of a whole one are counted as what is made of them', async () => {
    const quiet = (await createRoom('Quiet')).room.id
    const eve = await somebody(quiet, 'Eve')
    const counted = () =>
      runInDurableObject(archiveOf(quiet), (_, { storage }) =>
        storage.sql.exec<{ bytes: number }>('SELECT bytes FROM uploads WHERE done = 0').toArray(),
      )
    const message = { 'upload-metadata': metadataOf({ message: randomId() }) }
    const whole = () => create(eve, { 'upload-length': String(MAX_UPLOAD_BYTES), ...message })
    const [joined, beside] = await Promise.all([
      create(eve, { 'upload-concat': `final;/v1/uploads/${randomId()}`, ...message }),
      whole(),
    ])
    expect(joined.status).toBe(409)
    expect([201, 404]).toContain(beside.status)
    expect((await counted()).length).toBe(beside.status === 201 ? 1 : 0)
    expect((await whole()).status).toBe(201)
    expect(await counted()).toEqual([{ bytes: MAX_UPLOAD_BYTES }])
  })
})

describe('[U17] a method in a header', () => {
  const instead = (method: string) => ({ 'x-http-method-override': method })
  const bytes = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }

  it('sends, asks and takes back', async () => {
    const at = await begun(ada, wholeLength(file))
    const sent = await tus(ada, 'POST', at, { ...instead('PATCH'), ...bytes }, file.subarray(0, 300))
    expect([sent.status, sent.headers.get('upload-offset')]).toEqual([204, '300'])
    expect((await tus(ada, 'GET', at, instead('HEAD'))).headers.get('upload-offset')).toBe('300')
    expect((await tus(ada, 'POST', at, instead('DELETE'))).status).toBe(204)
    expect((await look(ada, at)).status).toBe(404)
  })

  it.each(['GET', 'PUT', 'B A D'])('is none of tus: %s', async (method) => {
    const response = await tus(ada, 'POST', `/v1/uploads/${randomId()}`, instead(method))
    expect(headersOf(response, 'allow', 'tus-resumable')).toEqual(['OPTIONS, HEAD, POST, PATCH, DELETE', '1.0.0'])
    expect(response.headers.get('request-id')).toBeTruthy()
    expect(await errorOf(response)).toMatchObject({ status: 405, code: 'method-not-allowed' })
  })

  it('is wanted of a POST to an upload', async () => {
    expect((await tus(ada, 'POST', `/v1/uploads/${randomId()}`)).status).toBe(405)
  })
})

/** A body that does not say how long it is. */
const endless = () =>
  new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(1_000)) })
