/** A signed link: to one clip, for a while, and for nothing else. */

import { base64url } from 'jose'
import { expect, it } from 'vitest'
import { CLIP_LINK_LIFETIME_MS, checkClipLink, mintClipLink } from '../../src/tokens/clip-link.ts'
import { checkParticipantToken, mintParticipantToken } from '../../src/tokens/participant-token.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { signJwt } from '../../src/tokens/signed-jwt.ts'
import { keysOf } from './keys.ts'

const NOW_MS = 1_800_000_000_000
const KEYS = keysOf('a')
const LINKED = { clip: randomId(), room: randomId() }

it('opens the clip that it was made for', async () => {
  const { link, expiresAtMs } = await mintClipLink(LINKED, KEYS, NOW_MS)
  expect(expiresAtMs).toBe(NOW_MS + CLIP_LINK_LIFETIME_MS)
  expect(await checkClipLink(link, KEYS, NOW_MS)).toEqual({ ok: true, linked: LINKED })
})

it('is one listener’s where that matters, and does not say whose', async () => {
  const linked = { ...LINKED, listener: 'guest:ada' }
  const { link } = await mintClipLink(linked, KEYS, NOW_MS)
  expect(await checkClipLink(link, KEYS, NOW_MS)).toEqual({ ok: true, linked })
  expect(await checkClipLink(link, keysOf('b', 'a'), NOW_MS)).toEqual({ ok: true, linked })
  const said = new TextDecoder().decode(base64url.decode(link.split('.')[1] ?? ''))
  expect(JSON.parse(said)).toMatchObject({ sub: LINKED.clip, listener: expect.any(String) })
  expect(said).not.toContain('ada')
})

it('is none where it names a listener in words', async () => {
  const kind = { typ: 'earshot-clip+jwt', audience: 'earshot-clip', lifetimeMs: CLIP_LINK_LIFETIME_MS }
  const { jwt } = await signJwt(kind, { sub: LINKED.clip, room: LINKED.room, listener: 'guest:ada' }, KEYS, NOW_MS)
  expect(await checkClipLink(jwt, KEYS, NOW_MS)).toEqual({ ok: false, reason: 'invalid' })
})

it('expires', async () => {
  const { link, expiresAtMs } = await mintClipLink(LINKED, KEYS, NOW_MS)
  expect(await checkClipLink(link, KEYS, expiresAtMs - 1)).toMatchObject({ ok: true })
  expect(await checkClipLink(link, KEYS, expiresAtMs)).toEqual({ ok: false, reason: 'expired' })
})

it('outlives a rotation of keys, not the retirement of its own', async () => {
  const { link } = await mintClipLink(LINKED, KEYS, NOW_MS)
  expect(await checkClipLink(link, keysOf('b', 'a'), NOW_MS)).toMatchObject({ ok: true })
  expect(await checkClipLink(link, keysOf('b'), NOW_MS)).toEqual({ ok: false, reason: 'invalid' })
})

it('is neither a token, nor is a token a link', async () => {
  const { link } = await mintClipLink(LINKED, KEYS, NOW_MS)
  expect(await checkParticipantToken(link, KEYS, NOW_MS)).toEqual({ ok: false, reason: 'invalid' })
  const bearer = { person: LINKED.clip, room: LINKED.room, role: 'owner' as const, name: null, invite: null }
  const { token } = await mintParticipantToken(bearer, KEYS, NOW_MS)
  expect(await checkClipLink(token, KEYS, NOW_MS)).toEqual({ ok: false, reason: 'invalid' })
})

it.each(['', 'nonsense', 'a.b.c'])('is not "%s"', async (link) => {
  expect(await checkClipLink(link, KEYS, NOW_MS)).toEqual({ ok: false, reason: 'invalid' })
})

it('is not one of its kind that names no clip', async () => {
  const kind = { typ: 'earshot-clip+jwt', audience: 'earshot-clip', lifetimeMs: CLIP_LINK_LIFETIME_MS }
  const { jwt } = await signJwt(kind, { sub: 'guest:ann', room: LINKED.room }, KEYS, NOW_MS)
  expect(await checkClipLink(jwt, KEYS, NOW_MS)).toEqual({ ok: false, reason: 'invalid' })
})
