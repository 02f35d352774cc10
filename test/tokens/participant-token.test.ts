/** A participant's token: what comes back from a good one, and everything that is not one. */

import { base64url, decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { expect, it } from 'vitest'
import { mintGuestCredential, newGuest } from '../../src/tokens/guest-credential.ts'
import {
  checkParticipantToken,
  mintParticipantToken,
  type Participant,
  TOKEN_LIFETIME_MS,
} from '../../src/tokens/participant-token.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { keysOf } from './keys.ts'

const NOW_MS = 1_800_000_000_000
const KEYS = keysOf('a')
const PARTICIPANT: Participant = {
  person: newGuest(),
  room: randomId(),
  role: 'owner',
  name: 'Ada',
  invite: randomId(),
}
const CLAIMS = { aud: 'earshot', jti: randomId(), sub: PARTICIPANT.person, room: PARTICIPANT.room, role: 'owner' }
const INVALID = { ok: false, reason: 'invalid' }

const mint = (keys = KEYS) => mintParticipantToken(PARTICIPANT, keys, NOW_MS)
const check = (token: string, nowMs = NOW_MS, keys = KEYS) => checkParticipantToken(token, keys, nowMs)

/** Signs by hand what the server would not. */
const forge = (claims: JWTPayload, header: { typ?: string; kid?: string; alg?: string } = {}) =>
  new SignJWT({ exp: NOW_MS / 1000 + 60, ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'earshot-token+jwt', kid: 'a', ...header })
    .sign(new Uint8Array(64).fill('a'.charCodeAt(0)).subarray(0, header.alg === 'HS512' ? 64 : 32))

it('says for whom it was minted', async () => {
  const { token, tokenId } = await mint()
  expect(await check(token)).toEqual({ ok: true, bearer: { ...PARTICIPANT, token: tokenId } })
})

it('says nothing of a name or an invite that there is not', async () => {
  const { token, tokenId } = await mintParticipantToken({ ...PARTICIPANT, name: null, invite: null }, KEYS, NOW_MS)
  expect(Object.keys(decodeJwt(token)).sort()).toEqual(['aud', 'exp', 'iat', 'jti', 'role', 'room', 'sub'])
  expect(await check(token)).toMatchObject({ bearer: { name: null, invite: null, token: tokenId } })
})

it('never gives two tokens one id', async () => {
  expect((await mint()).tokenId).not.toBe((await mint()).tokenId)
})

it('carries the claims of its documentation', async () => {
  const { token, tokenId, expiresAtMs } = await mint()
  const { person: sub, ...rest } = PARTICIPANT
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'earshot-token+jwt', kid: 'a' })
  expect(decodeJwt(token)).toEqual({
    ...{ aud: 'earshot', sub, jti: tokenId, ...rest },
    ...{ iat: NOW_MS / 1000, exp: expiresAtMs / 1000 },
  })
})

it('is good for fifteen minutes and not a second longer', async () => {
  const { token, expiresAtMs } = await mint()
  expect(expiresAtMs).toBe(NOW_MS + TOKEN_LIFETIME_MS)
  expect(await check(token, expiresAtMs - 1)).toMatchObject({ ok: true })
  expect(await check(token, expiresAtMs)).toEqual({ ok: false, reason: 'expired' })
})

it('is good while its key verifies, though another signs', async () => {
  const { token } = await mint()
  expect(await check(token, NOW_MS, keysOf('b', 'a'))).toMatchObject({ ok: true })
  expect(await check(token, NOW_MS, keysOf('b'))).toEqual(INVALID)
})

it('is forged well by these tests', async () => {
  expect(await check(await forge(CLAIMS))).toMatchObject({ ok: true })
})

it.each([
  ['nothing', ''],
  ['text', 'not a token'],
  ['three empty parts', '..'],
  ['parts that are not base64url', '%%%.%%%.%%%'],
  ['a header that is not JSON', `${base64url.encode('{')}.e30.AA`],
])('does not take %s', async (_, token) => {
  expect(await check(token)).toEqual(INVALID)
})

it('does not take a token without a signature, alg none', async () => {
  const unsigned = new UnsecuredJWT({ ...CLAIMS, exp: NOW_MS / 1000 + 60 }).encode()
  expect(await check(unsigned)).toEqual(INVALID)
})

it('does not take a token with the signature of another', async () => {
  const [header, , signature] = (await mint()).token.split('.')
  const claims = base64url.encode(JSON.stringify({ ...CLAIMS, exp: NOW_MS / 1000 + 60 }))
  expect(await check(`${header}.${claims}.${signature}`)).toEqual(INVALID)
})

it.each([
  ['of an unknown key', { kid: 'z' }],
  ['whose key is the name of something else', { kid: '__proto__' }],
  ['of another algorithm', { alg: 'HS512' }],
  ['of another type', { typ: 'JWT' }],
])('does not take a token %s', async (_, header) => {
  expect(await check(await forge(CLAIMS, header))).toEqual(INVALID)
})

it.each([
  ['for another audience', { aud: 'elsewhere' }],
  ['for nobody', { sub: undefined }],
  ['for somebody with a control character', { sub: 'ann\u0007' }],
  ['for somebody with half a character', { sub: 'ann\ud83c' }],
  ['for no room', { room: undefined }],
  ['for a room of no shape', { room: '../other' }],
  ['of an unknown role', { role: 'king' }],
  ['without an id', { jti: undefined }],
  ['with a name that is none', { name: '' }],
  ['that never expires', { exp: undefined }],
])('does not take a token %s', async (_, claims) => {
  expect(await check(await forge({ ...CLAIMS, ...claims } as JWTPayload))).toEqual(INVALID)
})

it('does not take a guest credential for a token', async () => {
  expect(await check(await mintGuestCredential(PARTICIPANT.person, KEYS, NOW_MS))).toEqual(INVALID)
})
