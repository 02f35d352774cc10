/** A link to a clip's audio: it opens that for a while, for whoever has it, and nothing else. */

import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { CLIP_LINK_LIFETIME_MS, mintClipLink } from '../../src/tokens/clip-link.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { readSigningKeys } from '../../src/tokens/signing-keys.ts'
import { errorOf, ORIGIN, openIndex, request } from './door.ts'
import { asked, deleted, keptRoom, moderated, type Speaker, say, somebody } from './kept-room.ts'

let room: string
let ada: Speaker
let clip: string
let file: Uint8Array

beforeAll(async () => {
  await openIndex()
  room = await keptRoom()
  ada = await somebody(room, 'Ada')
  clip = await say(ada)
  file = await bytesOf(await asked(ada, `/v1/clips/${clip}/audio`))
})

const bytesOf = async (response: Response): Promise<Uint8Array> => new Uint8Array(await response.arrayBuffer())

const linkTo = async (of: string): Promise<{ url: string; expiresAtMs: number }> =>
  (await asked(ada, `/v1/clips/${of}/links`, { method: 'POST' })).json()

it('opens the audio without a header, in any container', async () => {
  const response = await asked(ada, `/v1/clips/${clip}/links`, { method: 'POST' })
  expect(response.status).toBe(201)
  const { url, expiresAtMs } = await response.json<{ url: string; expiresAtMs: number }>()
  expect(expiresAtMs - Date.now()).toBeGreaterThan(CLIP_LINK_LIFETIME_MS - 60_000)
  expect(await bytesOf(await request(url))).toEqual(file)
  expect((await request(`${url}&as=mp4`)).headers.get('content-type')).toBe('audio/mp4; codecs=opus')
  expect((await request(url, { headers: { range: 'bytes=0-0' } })).status).toBe(206)
})

it('opens nothing else', async () => {
  const { url } = await linkTo(clip)
  const other = await say(ada, { slot: 10_000 })
  const { searchParams } = new URL(url, ORIGIN)
  const link = searchParams.get('link')
  expect(await errorOf(await request(`/v1/clips/${other}/audio?link=${link}`))).toMatchObject({
    status: 403,
    code: 'link-invalid',
  })
  expect(await errorOf(await request(`/v1/clips/${clip}?link=${link}`))).toMatchObject({ code: 'token-missing' })
  const asToken = await request(`/v1/clips/${clip}`, { headers: { authorization: `Bearer ${link}` } })
  expect(await errorOf(asToken)).toMatchObject({ code: 'token-invalid' })
})

it('expires', async () => {
  const keys = readSigningKeys(env.TOKEN_KEYS)
  const { link } = await mintClipLink({ clip, room }, keys, Date.now() - CLIP_LINK_LIFETIME_MS - 1_000)
  const error = await errorOf(await request(`/v1/clips/${clip}/audio?link=${link}`))
  expect(error).toMatchObject({ status: 403, code: 'link-expired' })
})

it.each(['', 'nonsense', 'eyJhbGciOiJub25lIn0.e30.'])('is not "%s"', async (link) => {
  const error = await errorOf(await request(`/v1/clips/${clip}/audio?link=${link}`))
  expect(error).toMatchObject({ status: 403, code: 'link-invalid' })
})

it('is given to nobody who may not listen', async () => {
  const bob = await somebody(room, 'Bob')
  await moderated(room, 'remove', bob)
  const response = await asked(bob, `/v1/clips/${clip}/links`, { method: 'POST' })
  expect(await errorOf(response)).toMatchObject({ status: 403, code: 'removed' })
  const unknown = await asked(ada, `/v1/clips/${randomId()}/links`, { method: 'POST' })
  expect(await errorOf(unknown)).toMatchObject({ status: 404, code: 'unknown-clip' })
})

it('opens nothing once the clip has been deleted', async () => {
  const gone = await say(ada, { slot: 20_000 })
  const { url } = await linkTo(gone)
  expect((await request(url)).status).toBe(200)
  await deleted(ada, gone)
  expect(await errorOf(await request(url))).toMatchObject({ status: 410, code: 'clip-deleted' })
})
