/** Clips: the list, what is known of one, and forgetting it. */

import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ClipDetails, Receipt } from '../../src/archive/clip-answers.ts'
import { clipKey, headClipObject } from '../../src/store/clip-objects.ts'
import { indexedAmong } from '../../src/store/clips.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { errorOf, openIndex, request, tokenFor } from './door.ts'
import {
  archiveOf,
  asked,
  begin,
  deleted,
  keptRoom,
  moderated,
  ready,
  type Speaker,
  say,
  somebody,
} from './kept-room.ts'

interface ClipPage {
  clips: ClipDetails[]
  next: string | null
}

let room: string
let ada: Speaker

beforeAll(async () => {
  await openIndex()
  room = await keptRoom()
  ada = await somebody(room, 'Ada')
})

const page = async (speaker: Speaker, query = ''): Promise<ClipPage> =>
  (await asked(speaker, `/v1/rooms/${speaker.room}/clips${query}`)).json()

describe('the list', () => {
  let crowd: string
  let ann: Speaker
  let said: string[]

  beforeAll(async () => {
    crowd = await keptRoom()
    ann = await somebody(crowd, 'Ann')
    said = []
    for (let slot = 0; slot < 5_000; slot += 1_000) said.unshift(await say(ann, { slot }))
  })

  it('names the clips of the room, newest first', async () => {
    const { clips, next } = await page(ann)
    expect(clips.map(({ id }) => id)).toEqual(said)
    expect(next).toBeNull()
  })

  it('says of each what there is to know', async () => {
    const [clip] = (await page(ann, '?limit=1')).clips
    expect(clip).toEqual(await (await asked(ann, `/v1/clips/${said[0]}`)).json())
    expect(clip).toMatchObject({ state: 'ready', room: crowd, by: { person: ann.person, name: 'Ann' }, heardBy: [] })
  })

  it('goes on page by page', async () => {
    const first = await page(ann, '?limit=2')
    const second = await page(ann, `?limit=2&before=${first.next}`)
    const third = await page(ann, `?limit=2&before=${second.next}`)
    expect([first, second, third].map(({ clips }) => clips.map(({ id }) => id))).toEqual([
      said.slice(0, 2),
      said.slice(2, 4),
      said.slice(4),
    ])
    expect(third.next).toBeNull()
  })

  it('says who has heard them', async () => {
    const bob = { person: 'guest:bob', role: 'speaker' } as const
    await archiveOf(crowd).heard({ clip: said[0] as string, asker: bob, name: 'Bob' })
    expect((await page(ann, '?limit=1')).clips[0]?.heardBy).toEqual([{ person: 'guest:bob', name: 'Bob' }])
  })

  it('leaves out what has been deleted and what is still being spoken', async () => {
    const live = await begin(ann, 9_000)
    await deleted(ann, said[1] as string)
    const ids = (await page(ann)).clips.map(({ id }) => id)
    expect(ids).toEqual(said.filter((id) => id !== said[1]))
    expect(ids).not.toContain(live)
  })

  it('leaves out a clip that the Archive has forgotten while its row is still there', async () => {
    const [row] = (await page(ann, '?limit=1')).clips
    const stray = randomId()
    await env.INDEX.prepare(
      `INSERT INTO clips SELECT ?1, room, person, name, source, started_at_ms, duration_ms, waveform, continues, bytes,
       checksum, object_key, stored_at_ms, message FROM clips WHERE id = ?2`,
    )
      .bind(stray, row?.id)
      .run()
    expect((await page(ann)).clips.map(({ id }) => id)).not.toContain(stray)
  })

  it.each(['?limit=0', '?limit=101', '?limit=x', '?before=7', '?before=1.short', '?before='])(
    'refuses %s',
    async (query) => {
      const error = await errorOf(await asked(ann, `/v1/rooms/${crowd}/clips${query}`))
      expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
    },
  )

  it('is for those who may be in the room', async () => {
    const path = `/v1/rooms/${crowd}/clips`
    expect(await errorOf(await request(path))).toMatchObject({ status: 401, code: 'token-missing' })
    expect(await errorOf(await asked(ada, path))).toMatchObject({ status: 403, code: 'token-elsewhere' })
    const bob = await somebody(crowd, 'Bob')
    await moderated(crowd, 'remove', bob)
    expect(await errorOf(await asked(bob, path))).toMatchObject({ status: 403, code: 'removed' })
  })
})

describe('one clip', () => {
  it('is told of while it is spoken, and when it is there', async () => {
    const clip = await begin(ada)
    const live = await (await asked(ada, `/v1/clips/${clip}`)).json()
    expect(live).toMatchObject({ id: clip, state: 'live', durationMs: 200, checksum: null })
    await archiveOf(room).post({
      person: ada.person,
      role: ada.role,
      session: ada.session,
      bytes: new Uint8Array(),
      end: true,
    })
    await ready(room, clip)
    const done = await (await asked(ada, `/v1/clips/${clip}`)).json()
    expect(done).toMatchObject({ id: clip, state: 'ready', checksum: expect.stringMatching(/^[\w-]{43}$/) })
  })

  it.each([randomId(), 'x', '..%2f'])('is unknown when it is %s', async (clip) => {
    expect(await errorOf(await asked(ada, `/v1/clips/${clip}`))).toMatchObject({ status: 404, code: 'unknown-clip' })
  })

  it('is unknown in another room', async () => {
    const clip = await say(ada, { slot: 1_000 })
    const other = await somebody(await keptRoom(), 'Ada')
    for (const method of ['GET', 'DELETE']) {
      const response = await asked(other, `/v1/clips/${clip}`, { method })
      expect(await errorOf(response)).toMatchObject({ status: 404, code: 'unknown-clip' })
    }
  })

  it('wants a token', async () => {
    expect(await errorOf(await request(`/v1/clips/${randomId()}`))).toMatchObject({
      status: 401,
      code: 'token-missing',
    })
  })

  it('is not for a room that was never made', async () => {
    const nobody = { ...ada, token: await tokenFor(randomId()) }
    expect(await errorOf(await asked(nobody, `/v1/clips/${randomId()}`))).toMatchObject({ code: 'unknown-room' })
  })
})

describe('deleting', () => {
  it('takes a clip out of everything, and answers a receipt', async () => {
    const clip = await say(ada, { slot: 2_000 })
    const { startedAtMs } = await ready(room, clip)
    const key = clipKey(ada.person, startedAtMs, clip)
    expect(await headClipObject(env.CLIPS, key)).not.toBeNull()
    const response = await deleted(ada, clip)
    expect(response.status).toBe(200)
    expect(await response.json<Receipt>()).toEqual({
      clip,
      room,
      forgottenAtMs: expect.any(Number),
      by: { person: ada.person, name: 'Ada' },
      complete: true,
    })
    expect(await headClipObject(env.CLIPS, key)).toBeNull()
    expect(await indexedAmong(env.INDEX, [clip])).toEqual(new Set())
    expect(await errorOf(await asked(ada, `/v1/clips/${clip}`))).toMatchObject({ status: 410, code: 'clip-deleted' })
  })

  it('answers the same receipt again', async () => {
    const clip = await say(ada, { slot: 3_000 })
    const first = await (await deleted(ada, clip)).json()
    expect(await (await deleted(ada, clip)).json()).toEqual(first)
  })

  it('answers no receipt to somebody who was removed', async () => {
    const clip = await say(ada, { slot: 7_000 })
    await deleted(ada, clip)
    const bob = await somebody(room, 'Bob R.')
    await moderated(room, 'remove', bob)
    expect(await errorOf(await deleted(bob, clip))).toMatchObject({ status: 403, code: 'removed' })
  })

  it('stops a talk that is still being spoken', async () => {
    const clip = await begin(ada, 4_000)
    expect((await deleted(ada, clip)).status).toBe(200)
    expect(await errorOf(await asked(ada, `/v1/clips/${clip}`))).toMatchObject({ status: 410 })
  })

  it('is for owners too, under the name that they give', async () => {
    const clip = await say(ada, { slot: 5_000 })
    const owner = await somebody(room, 'Olga', 'owner')
    const response = await asked(owner, `/v1/clips/${clip}?name=Olga%20O.`, { method: 'DELETE' })
    expect(await response.json()).toMatchObject({ by: { person: owner.person, name: 'Olga O.' } })
  })

  it('is under the name that the token fixes, whatever is asked for', async () => {
    const clip = await say(ada, { slot: 8_000 })
    const { person, role } = ada
    const named = { ...ada, token: await tokenFor(room, { person, role, name: 'Ada L.' }) }
    const response = await asked(named, `/v1/clips/${clip}?name=Somebody`, { method: 'DELETE' })
    expect(await response.json()).toMatchObject({ by: { person, name: 'Ada L.' } })
  })

  it('is for nobody else', async () => {
    const clip = await say(ada, { slot: 6_000 })
    const bob = await somebody(room, 'Bob')
    expect(await errorOf(await deleted(bob, clip))).toMatchObject({ status: 403, code: 'not-yours' })
    expect((await asked(ada, `/v1/clips/${clip}`)).status).toBe(200)
  })

  it('finds nothing to delete where there is nothing', async () => {
    expect(await errorOf(await deleted(ada, randomId()))).toMatchObject({ status: 404, code: 'unknown-clip' })
  })

  it('refuses a name that is none', async () => {
    const response = await asked(ada, `/v1/clips/${randomId()}?name=%00`, { method: 'DELETE' })
    expect(await errorOf(response)).toMatchObject({ status: 400, code: 'invalid-request' })
  })
})
