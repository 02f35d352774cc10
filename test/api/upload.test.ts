/** An upload, by tus 1.0.0 over the real routes to the real objects: its bytes, its parts, and what becomes of it. */

import { beforeAll, describe, expect, it } from 'vitest'
import { MAX_UPLOAD_PARTS } from '../../src/protocol/limits.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { createRoom, errorOf, openIndex } from './door.ts'
import { asked, type Speaker, somebody } from './kept-room.ts'
import {
  begun,
  checksumOf,
  clipOf,
  create,
  headersOf,
  look,
  metadataOf,
  oggOpus,
  send,
  tus,
  wholeLength,
} from './upload-requests.ts'

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

describe('[U13] bytes', () => {
  it('make a message when they are all there', async () => {
    const metadata = metadataOf({ ack: 'indexed', recorded: '1795219200000', name: 'Ada L.' })
    const at = await begun(ada, { ...wholeLength(file), 'upload-metadata': metadata })
    expect(headersOf(await send(ada, at, 0, file.subarray(0, 700)), 'upload-offset')).toEqual(['700'])
    const last = await send(ada, at, 700, file.subarray(700))
    expect([last.status, ...headersOf(last, 'upload-offset', 'earshot-upload-state')]).toEqual([
      ...[204, String(file.length), 'announced'],
    ])
    expect(Number(last.headers.get('earshot-entry'))).toBeGreaterThan(0)
    const { clip } = await clipOf(grace, last)
    expect(clip).toMatchObject({
      source: 'message',
      state: 'ready',
      startedAtMs: 1_795_219_200_000,
      bytes: file.length,
    })
    expect(clip.by).toEqual({ person: ada.person, name: 'Ada L.' })
    const audio = await asked(grace, `/v1/clips/${clip.id}/audio`)
    expect(new Uint8Array(await audio.arrayBuffer())).toEqual(file)
  })

  it('may come with the creation, all of them', async () => {
    const response = await create(ada, wholeLength(file), file)
    expect([response.status, response.headers.get('upload-offset')]).toEqual([201, String(file.length)])
    expect(response.headers.get('earshot-upload-state')).toMatch(/^(?:stored|announced)$/)
  })

  it('may come as a stream that does not say how long it is', async () => {
    const at = await begun(ada, wholeLength(file))
    const response = await send(ada, at, 0, new Blob([file]).stream())
    expect(response.headers.get('upload-offset')).toBe(String(file.length))
  })

  it('begin where the upload stands', async () => {
    const at = await begun(ada, wholeLength(file))
    const response = await send(ada, at, 1, file.subarray(1))
    expect(response.headers.get('upload-offset')).toBe('0')
    expect(await errorOf(response)).toMatchObject({ status: 409, code: 'wrong-offset' })
  })

  it('are no more than the upload has', async () => {
    const at = await begun(ada, { 'upload-length': '100' })
    expect(await errorOf(await send(ada, at, 0, file))).toMatchObject({ status: 413, code: 'too-large' })
    expect((await look(ada, at)).headers.get('earshot-upload-state')).toBe('receiving')
  })

  it.each([{}, { 'upload-offset': 'x' }, { 'upload-offset': '0', 'upload-length': '?' }])(
    'are refused with %j',
    async (headers) => {
      const at = await begun(ada, wholeLength(file))
      const type = { 'content-type': 'application/offset+octet-stream' }
      const response = await tus(ada, 'PATCH', at, { ...type, ...headers } as Record<string, string>, file)
      expect(await errorOf(response)).toMatchObject({ status: 400, code: 'invalid-request' })
    },
  )

  it('are declared as such', async () => {
    const at = await begun(ada, wholeLength(file))
    const response = await send(ada, at, 0, file, { 'content-type': 'application/octet-stream' })
    expect(await errorOf(response)).toMatchObject({ status: 415, code: 'not-tus-bytes' })
  })

  it('are refused where they are no clip, and nothing is left', async () => {
    const noise = crypto.getRandomValues(new Uint8Array(500))
    const at = await begun(ada, wholeLength(noise))
    const response = await send(ada, at, 0, noise)
    expect(headersOf(response, 'earshot-upload-state', 'upload-offset')).toEqual(['refused', null])
    const error = await errorOf(response)
    expect(error).toMatchObject({ status: 422, code: 'not-a-clip' })
    expect(error.message).toContain('(not-ogg-opus)')
    expect((await look(ada, at)).status).toBeGreaterThanOrEqual(400)
  })

  it('of an upload that is none are refused: it is empty', async () => {
    expect(await errorOf(await create(ada, { 'upload-length': '0' }))).toMatchObject({
      status: 422,
      code: 'not-a-clip',
    })
  })
})

describe('[U14] a length that is said later', () => {
  it('comes with the last bytes', async () => {
    const at = await begun(ada, { 'upload-defer-length': '1' })
    await send(ada, at, 0, file.subarray(0, 300))
    expect(headersOf(await look(ada, at), 'upload-offset', 'upload-defer-length', 'upload-length')).toEqual([
      ...['300', '1', null],
    ])
    const last = await send(ada, at, 300, file.subarray(300), wholeLength(file))
    expect(last.headers.get('earshot-upload-state')).toMatch(/^(?:stored|announced)$/)
  })

  it('comes by itself', async () => {
    const at = await begun(ada, { 'upload-defer-length': '1' })
    await send(ada, at, 0, file)
    const last = await send(ada, at, file.length, null, wholeLength(file))
    expect([last.status, last.headers.get('upload-offset')]).toEqual([204, String(file.length)])
  })

  it('is said once', async () => {
    const at = await begun(ada, { 'upload-defer-length': '1' })
    await send(ada, at, 0, file.subarray(0, 300), wholeLength(file))
    expect(headersOf(await look(ada, at), 'upload-length', 'upload-defer-length')).toEqual([String(file.length), null])
    const other = await send(ada, at, 300, null, { 'upload-length': String(file.length + 1) })
    expect(await errorOf(other)).toMatchObject({ status: 400, code: 'invalid-request' })
  })
})

describe('[U14] what is said with the last bytes', () => {
  const said = { name: 'Ada L.', burn: '3', recorded: '1795219200000', ack: 'indexed', message: randomId() }

  it('takes the place of what was said before', async () => {
    const before = metadataOf({ message: randomId(), reply: `${randomId()}@5` })
    const at = await begun(ada, { 'upload-defer-length': '1', 'upload-metadata': before })
    await send(ada, at, 0, file.subarray(0, 300))
    const words = { ...wholeLength(file), 'upload-metadata': metadataOf(said) }
    const last = await send(ada, at, 300, file.subarray(300), words)
    expect(headersOf(last, 'earshot-upload-state', 'upload-offset')).toEqual(['announced', String(file.length)])
    expect((await look(ada, at)).headers.get('upload-metadata')).toBe(words['upload-metadata'])
    const { clip } = await clipOf(grace, last)
    expect(clip).toMatchObject({ startedAtMs: 1_795_219_200_000, by: { name: 'Ada L.' } })
    expect([clip.burnsAtMs, clip.replyTo]).toEqual([expect.any(Number), undefined])
  })

  it('is refused where it cannot be meant, and nothing of that request counts', async () => {
    const at = await begun(ada, { 'upload-defer-length': '1' })
    const refused = async (values: Record<string, string>) =>
      errorOf(await send(ada, at, 0, file, { 'upload-metadata': metadataOf(values) }))
    expect(await refused({ burn: '99' })).toMatchObject({ status: 400, code: 'invalid-request' })
    expect(await refused({ filetype: 'audio/wav' })).toMatchObject({ status: 415, code: 'not-a-clip-type' })
    expect((await look(ada, at)).headers.get('upload-offset')).toBe('0')
  })

  it('changes nothing of what is a message already', async () => {
    const at = await begun(ada, { ...wholeLength(file), 'upload-metadata': metadataOf({ ack: 'indexed' }) })
    await send(ada, at, 0, file)
    const again = await send(ada, at, file.length, null, { 'upload-metadata': metadataOf(said) })
    expect(headersOf(again, 'earshot-upload-state')).toEqual(['announced'])
    expect((await clipOf(grace, again)).clip).toMatchObject({ by: { name: 'Ada' } })
  })
})

describe('[U15] a checksum', () => {
  it.each([
    ['SHA-1', 'sha1'],
    ['SHA-256', 'sha256'],
    ['MD5', 'md5'],
  ])('by %s lets the bytes count', async (name, as) => {
    const at = await begun(ada, wholeLength(file))
    const response = await send(ada, at, 0, file.slice(0, 400), await checksumOf(file.slice(0, 400), name, as))
    expect([response.status, response.headers.get('upload-offset')]).toEqual([204, '400'])
  })

  it('that is wrong lets none of them count', async () => {
    const at = await begun(ada, wholeLength(file))
    const response = await send(ada, at, 0, file, await checksumOf(file.slice(1)))
    expect(response.headers.get('upload-offset')).toBe('0')
    expect(await errorOf(response)).toMatchObject({ status: 460, code: 'wrong-checksum' })
    const right = await send(ada, at, 0, file, await checksumOf(file))
    expect(right.headers.get('upload-offset')).toBe(String(file.length))
  })

  it('of a creation that is wrong says where the upload is', async () => {
    const response = await create(ada, { ...wholeLength(file), ...(await checksumOf(file.slice(1))) }, file)
    expect(response.status).toBe(460)
    expect((await look(ada, response.headers.get('location') ?? '')).headers.get('upload-offset')).toBe('0')
  })
})

describe('[U16] parts', () => {
  const part = async (bytes: Uint8Array) => {
    const response = await create(ada, { ...wholeLength(bytes), 'upload-concat': 'partial' }, bytes)
    expect(response.status).toBe(201)
    return response.headers.get('location') ?? ''
  }

  it('are joined into a message', async () => {
    const parts = [await part(file.subarray(0, 600)), await part(file.subarray(600))]
    const concat = `final;${parts.join(' ')}`
    const response = await create(ada, { 'upload-concat': concat, 'upload-metadata': metadataOf({ ack: 'indexed' }) })
    expect([response.status, response.headers.get('earshot-upload-state')]).toEqual([201, 'announced'])
    const at = response.headers.get('location') ?? ''
    expect(headersOf(await look(ada, at), 'upload-offset', 'upload-length', 'upload-concat')).toEqual([
      ...[String(file.length), String(file.length), concat],
    ])
    expect((await clipOf(grace, response)).clip).toMatchObject({ bytes: file.length })
    expect(await errorOf(await send(ada, at, file.length, new Uint8Array(5)))).toMatchObject({
      status: 403,
      code: 'not-allowed',
    })
  })

  it('say that they are parts, and of no clip', async () => {
    const at = await part(file.subarray(0, 600))
    expect(headersOf(await look(ada, at), 'upload-concat', 'earshot-clip')).toEqual(['partial', null])
    expect(await (await tus(ada, 'GET', at)).json()).toMatchObject({ upload: { kind: 'partial', clip: null } })
  })

  it('are complete before they are joined, and one’s own', async () => {
    const whole = await part(file.subarray(0, 600))
    const open = await begun(ada, { 'upload-length': '9', 'upload-concat': 'partial' })
    for (const other of [open, `/v1/uploads/${randomId()}`]) {
      const response = await create(ada, { 'upload-concat': `final;${whole} ${other}` })
      expect(await errorOf(response)).toMatchObject({ status: 409, code: 'upload-incomplete' })
    }
    expect((await create(grace, { 'upload-concat': `final;${whole}` })).status).toBe(409)
  })

  it('are not as many as you like', async () => {
    const parts = Array.from({ length: MAX_UPLOAD_PARTS + 1 }, () => `/v1/uploads/${randomId()}`)
    expect((await create(ada, { 'upload-concat': `final;${parts.join(' ')}` })).status).toBe(400)
  })
})

describe('[U19] an upload that is taken back', () => {
  it('is not there any more', async () => {
    const at = await begun(ada, wholeLength(file))
    await send(ada, at, 0, file.subarray(0, 300))
    const response = await tus(ada, 'DELETE', at)
    expect([response.status, response.headers.get('tus-resumable')]).toEqual([204, '1.0.0'])
    expect((await look(ada, at)).status).toBe(404)
    expect((await send(ada, at, 300, file.subarray(300))).status).toBe(404)
  })

  it('stays a message where it is one', async () => {
    const made = await create(ada, { ...wholeLength(file), 'upload-metadata': metadataOf({ ack: 'indexed' }) }, file)
    const error = await errorOf(await tus(ada, 'DELETE', made.headers.get('location') ?? ''))
    expect(error).toMatchObject({ status: 410, code: 'upload-over' })
    expect(error.message).toContain('clip')
    expect((await clipOf(grace, made)).status).toBe(200)
  })
})

it('[U5] answers to a message that is said to answer one', async () => {
  const first = await create(ada, wholeLength(file), file)
  const reply = `${first.headers.get('earshot-clip')}@250`
  const metadata = metadataOf({ ack: 'indexed', reply, burn: '3' })
  const answered = await create(grace, { ...wholeLength(file), 'upload-metadata': metadata }, file)
  const { clip } = await clipOf(ada, answered)
  expect(clip).toMatchObject({ replyTo: { clip: first.headers.get('earshot-clip'), atMs: 250 } })
  expect(clip.burnsAtMs).toBeGreaterThan(Date.now())
})
