/** Slices: a clip cut between packets, each a file of its own, nothing lost between them. */

import { beforeAll, expect, it } from 'vitest'
import { readClip } from '../../src/clips/read-clip.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { errorOf, openIndex, request } from './door.ts'
import { asked, begin, deleted, keptRoom, packets, ready, type Speaker, say, somebody } from './kept-room.ts'

interface Slice {
  index: number
  startMs: number
  durationMs: number
  source: string
  audio: string
}

let room: string
let ada: Speaker
let clip: string

beforeAll(async () => {
  await openIndex()
  room = await keptRoom()
  ada = await somebody(room, 'Ada')
  clip = await say(ada, { count: 125 }) // 2.5 s
})

const get = (path: string, headers: Record<string, string> = {}) => asked(ada, path, { headers })

async function slicesOf(query = '', of = clip): Promise<Slice[]> {
  const response = await get(`/v1/clips/${of}/slices${query}`)
  expect(response.status).toBe(200)
  return (await response.json<{ slices: Slice[] }>()).slices
}

it('lists them in order, each where the one before ends', async () => {
  const slices = await slicesOf('?seconds=1')
  expect(slices.map(({ index }) => index)).toEqual([0, 1, 2])
  expect(slices.map(({ startMs }) => Math.round(startMs / 1_000))).toEqual([0, 1, 2])
  for (const [at, { durationMs, source, audio, index }] of slices.entries()) {
    const start = (slices[at + 1]?.startMs ?? 0) - (slices[at]?.startMs ?? 0)
    if (at + 1 < slices.length) expect(Math.abs(durationMs - start)).toBeLessThanOrEqual(20)
    expect({ source, audio }).toEqual({ source: clip, audio: `/v1/clips/${clip}/slices/${index}?seconds=1` })
  }
})

it('cuts every ten seconds when nothing is asked for', async () => {
  expect((await slicesOf()).map(({ audio }) => audio)).toEqual([`/v1/clips/${clip}/slices/0?seconds=10`])
})

it('holds together what was said, packet for packet', async () => {
  const { startedAtMs } = await ready(room, clip)
  const payloads: number[][] = []
  for (const { audio, index, startMs } of await slicesOf('?seconds=1')) {
    const response = await get(audio)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('audio/ogg; codecs=opus')
    const read = await readClip(new Uint8Array(await response.arrayBuffer()))
    expect(read.tags).toMatchObject({ ARTIST: 'Ada', EARSHOT_SOURCE: clip, EARSHOT_INDEX: String(index) })
    expect(Math.abs(Date.parse(read.tags.DATE ?? '') - startedAtMs - startMs)).toBeLessThanOrEqual(1)
    payloads.push(...read.packets.map(({ payload }) => [...payload]))
  }
  const said = [...packets(0, 10), ...packets(20, 115)].map(({ payload }) => [...payload])
  expect(payloads.slice(0, said.length)).toEqual(said)
})

it('answers ranges and conditions of each', async () => {
  const [, second] = await slicesOf('?seconds=1')
  const whole = await get(second?.audio ?? '')
  const etag = whole.headers.get('etag') ?? ''
  const bytes = new Uint8Array(await whole.arrayBuffer())
  const part = await get(second?.audio ?? '', { range: 'bytes=-10', 'if-range': etag })
  expect(part.status).toBe(206)
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(-10))
  expect((await get(second?.audio ?? '', { 'if-none-match': etag })).status).toBe(304)
  const others = await slicesOf('?seconds=2')
  expect((await get(others[1]?.audio ?? '', { 'if-none-match': etag })).status).toBe(200)
})

it.each(['?seconds=0', '?seconds=601', '?seconds=1.5', '?seconds='])('refuses %s', async (query) => {
  for (const path of ['slices', 'slices/0']) {
    const error = await errorOf(await get(`/v1/clips/${clip}/${path}${query}`))
    expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
  }
})

it.each(['1', '99', '-1', 'first'])('has no slice %s of ten seconds', async (index) => {
  const error = await errorOf(await get(`/v1/clips/${clip}/slices/${index}`))
  expect(error).toMatchObject({ status: 404, code: 'unknown-slice' })
})

it('cuts nothing that is still being spoken', async () => {
  const live = await begin(ada, 10_000)
  for (const path of ['slices', 'slices/0']) {
    expect(await errorOf(await get(`/v1/clips/${live}/${path}`))).toMatchObject({ status: 409, code: 'clip-not-ready' })
  }
})

it('cuts nothing that is gone, or for nobody', async () => {
  const gone = await say(ada, { slot: 20_000 })
  const [slice] = await slicesOf('', gone)
  await deleted(ada, gone)
  for (const path of [`/v1/clips/${gone}/slices`, slice?.audio ?? '']) {
    expect(await errorOf(await get(path))).toMatchObject({ status: 410, code: 'clip-deleted' })
    expect(await errorOf(await request(path))).toMatchObject({ status: 401, code: 'token-missing' })
  }
  expect(await errorOf(await get(`/v1/clips/${randomId()}/slices`))).toMatchObject({ code: 'unknown-clip' })
})
