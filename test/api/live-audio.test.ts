/** The audio of a talk while it is spoken: it streams from its beginning, and ends when the talk does. */

import { beforeAll, expect, it } from 'vitest'
import { readClip } from '../../src/clips/read-clip.ts'
import { openIndex } from './door.ts'
import { asked, begin, deleted, keptRoom, packets, postTalk, ready, somebody } from './kept-room.ts'

let room: string

beforeAll(async () => {
  await openIndex()
  room = await keptRoom()
})

it('begins before the talk ends, and ends with it', async () => {
  const ann = await somebody(room, 'Ann')
  const live = await begin(ann)
  const response = await asked(ann, `/v1/clips/${live}/audio`)
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'audio/ogg; codecs=opus',
    'cache-control': 'no-store',
    'accept-ranges': 'none',
  })
  expect(response.headers.has('content-length')).toBe(false)
  expect(response.headers.has('etag')).toBe(false)
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const first = await reader.read()
  expect(first.done).toBe(false)
  await postTalk(ann, packets(20, 40, { ends: true }))
  const chunks = [first.value as Uint8Array]
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value)
  const read = await readClip(new Uint8Array(await new Blob(chunks).arrayBuffer()))
  const said = [...packets(0, 10), ...packets(20, 40)].map(({ payload }) => [...payload])
  expect(read.packets.slice(0, said.length).map(({ payload }) => [...payload])).toEqual(said)
  await ready(room, live)
})

it('begins at the beginning of a long talk, and leaves nothing out', async () => {
  const ann = await somebody(room, 'Ann L.')
  const long = packets(0, 1_000, { starts: true, ends: true }).map((packet, at) => {
    const payload = new Uint8Array(150 + (at % 100)).fill(at)
    payload[0] = packet.payload[0] as number
    return { ...packet, payload }
  })
  const live = await begin(ann)
  for (let at = 10; at < 900; at += 178) await postTalk(ann, long.slice(at, at + 178))
  const response = await asked(ann, `/v1/clips/${live}/audio`)
  await postTalk(ann, long.slice(900))
  const read = await readClip(new Uint8Array(await response.arrayBuffer()))
  const heard = read.packets.slice(10, 1_000).map(({ payload }) => payload)
  expect(heard).toEqual(long.slice(10).map(({ payload }) => payload))
  await ready(room, live)
})

it.each(['webm', 'mp4'])('is streamed as %s too', async (as) => {
  const ann = await somebody(room, `Ann ${as}`)
  const live = await begin(ann)
  const response = await asked(ann, `/v1/clips/${live}/audio?as=${as}`)
  expect(response.headers.get('content-type')).toBe(`audio/${as}; codecs=opus`)
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  expect((await reader.read()).value?.length).toBeGreaterThan(0)
  await reader.cancel()
})

it('is described by HEAD without a length', async () => {
  const ann = await somebody(room, 'Ann H.')
  const response = await asked(ann, `/v1/clips/${await begin(ann)}/audio`, { method: 'HEAD' })
  expect(response.status).toBe(200)
  expect(response.headers.get('accept-ranges')).toBe('none')
  expect(response.headers.has('content-length')).toBe(false)
})

it('ends for everybody when it is deleted', async () => {
  const ann = await somebody(room, 'Ann D.')
  const live = await begin(ann)
  const response = await asked(ann, `/v1/clips/${live}/audio`)
  await deleted(ann, live)
  await response.arrayBuffer()
  expect((await asked(ann, `/v1/clips/${live}/audio`)).status).toBe(410)
})
