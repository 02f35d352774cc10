/** Talk that is posted: stored once, for whoever said it, and a clip when it ends. */

import { beforeAll, expect, it } from 'vitest'
import { bundle } from '../../src/protocol/audio-message.ts'
import { MAX_POST_BYTES } from '../../src/protocol/limits.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { createRoom, errorOf, openIndex, request, tokenFor } from './door.ts'
import {
  archiveOf,
  asked,
  begin,
  keptRoom,
  moderated,
  packets,
  postTalk,
  ready,
  type Speaker,
  somebody,
} from './kept-room.ts'

let room: string
let ada: Speaker

beforeAll(async () => {
  await openIndex()
  room = await keptRoom()
  ada = await somebody(room, 'Ada')
})

const someoneNew = () => somebody(room, `Ann${randomId()}`)

it('stores packets once, and says how far they reach', async () => {
  const ann = await someoneNew()
  const response = await postTalk(ann, packets(100, 10))
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ kept: { from: 100, to: 118 }, stored: 10 })
  expect(await (await postTalk(ann, packets(110, 10))).json()).toEqual({ kept: { from: 110, to: 128 }, stored: 5 })
})

it('makes a clip of a talk that ends', async () => {
  const ann = await someoneNew()
  const clip = await begin(ann)
  expect(await (await postTalk(ann, packets(20, 40, { ends: true }))).json()).toMatchObject({ stored: 40 })
  expect(await ready(room, clip)).toMatchObject({ by: { person: ann.person, name: ann.name }, room })
})

it('ends the talk of a session that is over', async () => {
  const ann = await someoneNew()
  const clip = await begin(ann)
  expect((await postTalk(ann, packets(20, 10), '?end=true')).status).toBe(200)
  expect((await ready(room, clip)).durationMs).toBeGreaterThan(380)
})

it('ends it where there is nothing more to hand in', async () => {
  const ann = await someoneNew()
  const clip = await begin(ann)
  const response = await postTalk(ann, new Uint8Array(), '?end=true')
  expect(await response.json()).toEqual({ kept: null, stored: 0 })
  await ready(room, clip)
})

it.each([
  ['nothing', new Uint8Array()],
  ['half a packet', bundle(packets(0, 1)).subarray(0, 11)],
  ['a packet that says who speaks', bundle(packets(0, 1).map((packet) => ({ ...packet, speaker: 1 })))],
])('refuses %s', async (_, body) => {
  expect(await errorOf(await postTalk(ada, body))).toMatchObject({ status: 400, code: 'malformed-audio' })
})

it('says which rule is broken', async () => {
  const { message } = await errorOf(await postTalk(ada, bundle(packets(0, 1)).subarray(0, 11)))
  expect(message).toContain('(truncated)')
})

it.each([{}, { 'earshot-session': 'mine' }])('refuses a session that is none: %j', async (headers) => {
  const response = await asked(ada, `/v1/rooms/${room}/talk`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', ...headers } as Record<string, string>,
    body: bundle(packets(0, 1)),
  })
  const error = await errorOf(response)
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(error.message).toContain('earshot-session')
})

it('refuses an end that is neither true nor false', async () => {
  const error = await errorOf(await postTalk(ada, packets(0, 1), '?end=1'))
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
})

it.each([undefined, 'application/json', 'audio/ogg'])('refuses a body declared as %s', async (type) => {
  const headers: Record<string, string> = { 'earshot-session': ada.session, ...(type && { 'content-type': type }) }
  const init = { method: 'POST', headers, body: bundle(packets(0, 1)) }
  expect(await errorOf(await asked(ada, `/v1/rooms/${room}/talk`, init))).toMatchObject({
    status: 415,
    code: 'not-audio',
  })
})

it('refuses a body past the limit, whether it says its size or not', async () => {
  const large = new Uint8Array(MAX_POST_BYTES + 1)
  expect(await errorOf(await postTalk(ada, large))).toMatchObject({ status: 413, code: 'too-large' })
  const headers = { 'earshot-session': ada.session, 'content-type': 'application/octet-stream' }
  const init = { method: 'POST', headers, body: new Blob([large]).stream() }
  expect(await errorOf(await asked(ada, `/v1/rooms/${room}/talk`, init))).toMatchObject({
    status: 413,
    code: 'too-large',
  })
})

it('takes a body of the largest size', async () => {
  const ann = await someoneNew()
  const payload = new Uint8Array(1_014).fill(1, 1)
  payload[0] = 1 << 3
  const said = packets(0, 256).map((packet) => ({ ...packet, payload }))
  const body = bundle(said)
  expect(body.length).toBe(MAX_POST_BYTES)
  expect(await (await postTalk(ann, body)).json()).toMatchObject({ stored: 256 })
})

it('refuses talk of a session that this room never had', async () => {
  const error = await errorOf(await postTalk({ ...ada, session: randomId() }, packets(0, 1)))
  expect(error).toMatchObject({ status: 404, code: 'unknown-session' })
})

it('refuses talk of another person’s session', async () => {
  const ann = await someoneNew()
  const error = await errorOf(await postTalk({ ...ada, session: ann.session }, packets(0, 1)))
  expect(error).toMatchObject({ status: 403, code: 'session-elsewhere' })
})

it('refuses talk in a room that keeps none', async () => {
  const open = (await createRoom('Open')).room.id
  const ann = await somebody(open, 'Ann')
  expect(await errorOf(await postTalk(ann, packets(0, 1)))).toMatchObject({ status: 403, code: 'not-kept' })
})

it('refuses talk of somebody whom a moderator has muted, or removed', async () => {
  const ann = await someoneNew()
  await moderated(room, 'mute', ann)
  expect(await errorOf(await postTalk(ann, packets(0, 1)))).toMatchObject({ status: 403, code: 'silenced' })
  await moderated(room, 'remove', ann)
  expect(await errorOf(await postTalk(ann, packets(0, 1)))).toMatchObject({ status: 403, code: 'removed' })
})

it('refuses talk of somebody who may only listen', async () => {
  const ann = await someoneNew()
  const token = await tokenFor(room, { person: ann.person, role: 'listener' })
  expect(await errorOf(await postTalk({ ...ann, token }, packets(0, 1)))).toMatchObject({
    status: 403,
    code: 'not-allowed',
  })
})

it('wants a token of this room', async () => {
  const headers = { 'content-type': 'application/octet-stream', 'earshot-session': ada.session }
  const init = { method: 'POST', headers, body: bundle(packets(0, 1)) }
  expect(await errorOf(await request(`/v1/rooms/${room}/talk`, init))).toMatchObject({
    status: 401,
    code: 'token-missing',
  })
  const elsewhere = { ...ada, token: await tokenFor(randomId(), { person: ada.person }) }
  expect(await errorOf(await postTalk(elsewhere, packets(0, 1)))).toMatchObject({
    status: 403,
    code: 'token-elsewhere',
  })
})

it('answers 404 for a room that was never made', async () => {
  const never = randomId()
  const nobody = { ...ada, room: never, token: await tokenFor(never) }
  expect(await errorOf(await postTalk(nobody, packets(0, 1)))).toMatchObject({ status: 404, code: 'unknown-room' })
  expect((await archiveOf(never).outbox({ person: 'a', role: 'owner' })).ok).toBe(false)
})
