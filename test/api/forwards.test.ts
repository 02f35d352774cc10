/** Passing a clip on into another room: by who may listen there and speak here, as a copy of its own, once. */

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it, vi } from 'vitest'
import type { ClipDetails } from '../../src/archive/clip-answers.ts'
import { clipKey, deleteClipObject } from '../../src/store/clip-objects.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { by, errorOf, ORIGIN, openIndex, posted, request, requestUnder, tokenFor } from './door.ts'
import { archiveOf, asked, deleted, keptRoom, ready, type Speaker, say, somebody } from './kept-room.ts'

let kitchen: string
let study: string
let ada: Speaker
let clip: string
let link: string

beforeAll(async () => {
  await openIndex()
  kitchen = await keptRoom()
  study = await keptRoom()
  ada = await somebody(kitchen, 'Ada')
  clip = await say(ada)
  link = await linkTo(clip)
})

async function linkTo(of: string): Promise<string> {
  const response = await asked(ada, `/v1/clips/${of}/links`, { method: 'POST' })
  const { url } = await response.json<{ url: string }>()
  return new URL(url, ORIGIN).searchParams.get('link') ?? ''
}

const forward = async (body: object, token?: string): Promise<Response> =>
  request(`/v1/rooms/${study}/forwards`, by(token ?? (await tokenFor(study, { name: 'Ada' })), posted(body)))

it('makes it a message of whoever passes it on, with its sound, its time and its length', async () => {
  const response = await forward({ id: randomId(), link })
  expect(response.status).toBe(201)
  const passed = await response.json<{ clip: string; number: number }>()
  const there = await ready(study, passed.clip)
  const here = await ready(kitchen, clip)
  const { durationMs, waveform, bytes, checksum, startedAtMs } = here
  expect(there).toMatchObject({ durationMs, waveform, bytes, checksum, startedAtMs })
  expect(there).toMatchObject({ source: 'message', forwarded: true, room: study, by: { name: 'Ada' } })
  expect(passed).toEqual({ clip: there.id, number: 1 })
  const listener = await somebody(study, 'Bob')
  const audio = await asked(listener, `/v1/clips/${there.id}/audio`)
  expect((await audio.arrayBuffer()).byteLength).toBe(bytes)
})

it('is one message when it is asked for twice', async () => {
  const id = randomId()
  const [first, second] = [await forward({ id, link }), await forward({ id, link })]
  expect(await second.json()).toEqual(await first.json())
})

it('does not come back once it was deleted, and leaves no sound behind', async () => {
  const id = randomId()
  const cyd = { ...ada, room: study, token: await tokenFor(study, { person: 'guest:cyd', name: 'Cyd' }) }
  const { clip: passed } = await (await forward({ id, link }, cyd.token)).json<{ clip: string }>()
  const objects = async () => (await env.CLIPS.list({ prefix: 'clips/guest%3Acyd/' })).objects.length
  expect([await objects(), (await deleted(cyd, passed)).status]).toEqual([1, 200])
  expect(await errorOf(await forward({ id, link }, cyd.token))).toMatchObject({ status: 410, code: 'clip-deleted' })
  expect(await objects()).toBe(0)
})

it('is another message than an upload of the same id', async () => {
  const id = randomId()
  const { clip: passed } = await (await forward({ id, link })).json<{ clip: string }>()
  const asker = { person: 'guest:00000000-0000-4000-8000-000000000000', role: 'speaker' } as const
  const wish = { asker, name: null, upload: randomId(), message: id, kind: 'whole', bytes: 0 } as const
  expect(await archiveOf(study).beginUpload(wish)).toMatchObject({ ok: true, upload: wish.upload })
  expect(await archiveOf(study).beginUpload(wish)).not.toMatchObject({ clip: passed })
})

it('that fails leaves nothing under way in the room', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const gone = await say(ada, { slot: 20_000 })
  const old = await linkTo(gone)
  const { person, startedAtMs } = { person: ada.person, ...(await ready(kitchen, gone)) }
  await deleteClipObject(env.CLIPS, clipKey(person, startedAtMs, gone))
  expect((await forward({ id: randomId(), link: old })).status).toBe(503)
  const broken: Env['CLIPS'] = new Proxy(env.CLIPS, { get: () => () => Promise.reject(new Error('R2 is away.')) })
  const passed = by(await tokenFor(study), posted({ id: randomId(), link }))
  expect((await requestUnder({ CLIPS: broken }, `/v1/rooms/${study}/forwards`, passed)).status).toBe(503)
  const lost = new Proxy(archiveOf(study), {
    get: (archive, key) => {
      const method = Reflect.get(archive, key) as (...args: unknown[]) => Promise<unknown>
      if (key === 'takeMessage') return () => Promise.reject(new Error('The archive is away.'))
      return (...args: unknown[]) => Reflect.apply(method, archive, args)
    },
  })
  const ARCHIVES = {
    getByName: (room: string) => (room === study ? lost : archiveOf(room)),
  } as unknown as Env['ARCHIVES']
  const third = by(await tokenFor(study), posted({ id: randomId(), link }))
  expect((await requestUnder({ ARCHIVES }, `/v1/rooms/${study}/forwards`, third)).status).toBe(500)
  log.mockRestore()
  const underWay = await runInDurableObject(archiveOf(study), (_, { storage }) =>
    storage.sql.exec("SELECT upload FROM uploads WHERE done = 0 AND message LIKE 'forward.%'").toArray(),
  )
  expect(underWay).toEqual([])
})

/** R2 that is asked, and answers nothing until the test says so. */
function waitingClips() {
  const { promise: asked, resolve: tell } = Promise.withResolvers<void>()
  const { promise: answer, resolve, reject } = Promise.withResolvers<void>()
  const get = (clips: R2Bucket, key: string | symbol) => {
    const method = Reflect.get(clips, key) as (...args: unknown[]) => unknown
    return async (...args: unknown[]) => {
      tell()
      await answer
      return Reflect.apply(method, clips, args)
    }
  }
  return { CLIPS: new Proxy(env.CLIPS, { get }), asked, resolve, reject }
}

it('is one message where it is asked for twice at once, and one of them fails', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const id = randomId()
  const dan = { ...ada, room: study, person: 'guest:dan', token: await tokenFor(study, { person: 'guest:dan' }) }
  const forwardOver = ({ CLIPS }: ReturnType<typeof waitingClips>) =>
    requestUnder({ CLIPS }, `/v1/rooms/${study}/forwards`, by(dan.token, posted({ id, link })))
  const [fails, waits] = [waitingClips(), waitingClips()]
  const first = forwardOver(fails)
  await fails.asked
  const second = forwardOver(waits)
  await waits.asked
  fails.reject(new Error('R2 is away.'))
  expect((await first).status).toBe(503)
  const third = await forward({ id, link }, dan.token)
  expect(third.status).toBe(201)
  waits.resolve()
  expect(await errorOf(await second)).toMatchObject({ status: 503, code: 'clip-unavailable' })
  log.mockRestore()
  expect(await (await forward({ id, link }, dan.token)).json()).toEqual(await third.json())
  const page = await archiveOf(study).page({ person: 'olga', role: 'owner', limit: 100 })
  const said = page.ok ? page.entries.filter((entry) => entry.by?.person === 'guest:dan') : []
  expect(said.map(({ kind }) => kind)).toEqual(['clip'])
  expect((await env.CLIPS.list({ prefix: 'clips/guest%3Adan/' })).objects).toHaveLength(1)
})

it('stays when the other is deleted', async () => {
  const gone = await say(ada, { slot: 5_000 })
  const passed = await (await forward({ id: randomId(), link: await linkTo(gone) })).json<{ clip: string }>()
  await deleted(ada, gone)
  const listener = await somebody(study, 'Cyd')
  expect((await asked(listener, `/v1/clips/${passed.clip}/audio`)).status).toBe(200)
})

it('is for who may speak, and may listen', async () => {
  const listener = await tokenFor(study, { role: 'listener' })
  expect(await errorOf(await forward({ id: randomId(), link }, listener))).toMatchObject({ code: 'not-allowed' })
  const elsewhere = await tokenFor(kitchen)
  expect(await errorOf(await forward({ id: randomId(), link }, elsewhere))).toMatchObject({ code: 'token-elsewhere' })
  expect(await errorOf(await forward({ id: randomId(), link: 'x' }))).toMatchObject({ code: 'link-invalid' })
  expect(await errorOf(await forward({ link }))).toMatchObject({ code: 'invalid-request' })
})

it('takes nothing that is gone, or that burns', async () => {
  const gone = await say(ada, { slot: 9_000 })
  const old = await linkTo(gone)
  await deleted(ada, gone)
  expect(await errorOf(await forward({ id: randomId(), link: old }))).toMatchObject({
    status: 410,
    code: 'clip-deleted',
  })
  const burning = await burns()
  expect(await errorOf(await forward({ id: randomId(), link: await linkTo(burning) }))).toMatchObject({
    status: 403,
    code: 'clip-burns',
  })
})

/** A message that burns, of the same sound. */
async function burns(): Promise<string> {
  const { durationMs, waveform, bytes, checksum, startedAtMs } = (await (
    await asked(ada, `/v1/clips/${clip}`)
  ).json()) as ClipDetails
  const archive = archiveOf(kitchen)
  const asker = { person: ada.person, role: ada.role }
  const grant = await archive.beginUpload({
    asker,
    name: null,
    upload: randomId(),
    message: null,
    kind: 'whole',
    bytes: 0,
  })
  if (!grant.ok) throw new Error(grant.reason)
  const facts = { recordedAtMs: null, waveform: null, replyTo: null, burnDays: 1, ack: 'indexed' } as const
  const file = { durationMs, waveform, bytes, startedAtMs, checksum: checksum ?? '', key: 'clips/x/202611/x.opus' }
  await archive.takeMessage({ upload: grant.upload, clip: grant.clip, by: grant.by, facts, file })
  return grant.clip
}
