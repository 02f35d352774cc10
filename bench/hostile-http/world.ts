/**
 * What hostile requests are made of: a room whose people talk, which nothing may be done to, one to try things in, and
 * every credential that must not open the first. Plain data, because it travels to the process that sends.
 */

import { createHash } from 'node:crypto'
import { base64url, SignJWT } from 'jose'
import { newApiKey, writeApiKey } from '../../src/tokens/api-key.ts'
import { mintClipLink } from '../../src/tokens/clip-link.ts'
import { mintGuestCredential } from '../../src/tokens/guest-credential.ts'
import { mintParticipantToken, TOKEN_LIFETIME_MS } from '../../src/tokens/participant-token.ts'
import { readSigningKeys } from '../../src/tokens/signing-keys.ts'
import { randomId } from '../../test/support/random-id.ts'
import { createRoom, requestToken } from '../../test/support/room.ts'
import { TOKEN_KEYS } from '../runtime/worker-bundle.ts'
import type { Runtime } from '../runtime.ts'
import type { Hall } from '../trials/hall.ts'

/** Where a credential is refused: on every route that asks for one, or on those alone that name the room. */
export type Reach = 'everywhere' | 'in the room'

export interface BadCredential {
  what: string
  /** The `Authorization` header; absent: none. */
  authorization?: string
  refused: Reach
  /** Not looked at where anybody may make rooms. */
  isKey: boolean
}

export interface World {
  /** The room that people talk in. */
  room: string
  /** Secrets that open no door of it. */
  badSecrets: string[]
  credentials: BadCredential[]
  /** What a clip's `?link=` must not be. */
  badLinks: string[]
  /** Whose owner a request may be when something else is wrong with it. */
  sandbox: { room: string; token: string; secret: string }
}

const HOUR_MS = 3_600_000
const KEYS = readSigningKeys(TOKEN_KEYS)
const STRANGERS_KEYS = readSigningKeys(`bench:${base64url.encode(new Uint8Array(32).fill(7))}`)
const PERSON = 'guest:00000000-0000-4000-8000-00000000000e'

export async function openWorld(runtime: Runtime, hall: Hall): Promise<World> {
  const { origin } = runtime
  const sandbox = await createRoom(origin)
  const badInvites = await addBadInvites(runtime, hall.room)
  const link = { clip: randomId(), room: hall.room }
  return {
    room: hall.room,
    badSecrets: [randomId(), '', 'x'.repeat(10_000), sandbox.ownerSecret, sandbox.guestSecret, ...badInvites],
    credentials: [...(await badTokens(sandbox.room, hall.room)), ...(await badKeys(runtime))],
    badLinks: [
      randomId(),
      (await mintClipLink(link, STRANGERS_KEYS, Date.now())).link,
      (await mintClipLink(link, KEYS, Date.now() - 24 * HOUR_MS)).link,
      (await mintClipLink({ ...link, clip: randomId() }, KEYS, Date.now())).link,
    ],
    sandbox: {
      room: sandbox.room,
      token: await requestToken(origin, sandbox.room, sandbox.ownerSecret),
      secret: sandbox.guestSecret,
    },
  }
}

async function badTokens(otherRoom: string, room: string): Promise<BadCredential[]> {
  const mint = async (as: { room?: string; keys?: typeof KEYS; atMs?: number } = {}) => {
    const participant = { person: PERSON, room: as.room ?? room, role: 'owner', name: null, invite: null } as const
    return (await mintParticipantToken(participant, as.keys ?? KEYS, as.atMs ?? Date.now())).token
  }
  const good = await mint()
  const [header = '', payload = '', signature = ''] = good.split('.')
  const claims = { room, role: 'owner', jti: randomId() }
  const jwt = (alg: string) =>
    new SignJWT(claims).setSubject(PERSON).setAudience('earshot').setProtectedHeader(headerOf(alg))
  const tokens: Record<string, string> = {
    'a token of the algorithm none': `${encoded(headerOf('none'))}.${payload}.`,
    'a token of the algorithm none, with its signature': `${encoded(headerOf('none'))}.${payload}.${signature}`,
    'a token without its signature': `${header}.${payload}.`,
    'a token by another key': await mint({ keys: STRANGERS_KEYS }),
    'a token by a key that nobody knows': await mint({
      keys: { ...KEYS, current: { ...KEYS.current, id: 'nobodys' } },
    }),
    'a token by another algorithm': await jwt('HS512').setExpirationTime('10m').sign(KEYS.current.key),
    'a token without an end': await jwt('HS256').sign(KEYS.current.key),
    'a token that is not valid yet': await jwt('HS256')
      .setNotBefore('1h')
      .setExpirationTime('2h')
      .sign(KEYS.current.key),
    'a token that has expired': await mint({ atMs: Date.now() - TOKEN_LIFETIME_MS - HOUR_MS }),
    'a token of another room': await mint({ room: otherRoom }),
    'a token with other claims': `${header}.${encoded({ ...claims, sub: PERSON, aud: 'earshot', exp: 9e9 })}.${signature}`,
    'a guest credential': await mintGuestCredential(PERSON, KEYS, Date.now()),
    'a link to a clip': (await mintClipLink({ clip: randomId(), room }, KEYS, Date.now())).link,
    'no token at all': 'x',
    'a token of one dot': '.',
    'a token of dots': '...',
    'a very long token': 'a'.repeat(8_000),
    'a token of two parts of another': `${header}.${payload}`,
    'two tokens': `${good},${good}`,
  }
  const bearers = Object.entries(tokens).map(([what, token]) => ({ what, authorization: `Bearer ${token}` }))
  const others = [
    { what: 'nothing' },
    { what: 'a good token of another scheme', authorization: `Basic ${good}` },
    { what: 'a good token without a scheme', authorization: good },
    { what: 'a scheme alone', authorization: 'Bearer' },
  ]
  return [...bearers, ...others].map((one) => ({
    ...one,
    refused: one.what === 'a token of another room' ? 'in the room' : 'everywhere',
    isKey: false,
  }))
}

/** As the admin's script would make them, but quicker. */
async function badKeys(runtime: Runtime): Promise<BadCredential[]> {
  const add = async (scopes: string, revokedAtMs: number | null = null) => {
    const key = newApiKey()
    const row = [key.id, 'Bench', sha256(key.secret), scopes, Date.now(), revokedAtMs]
    await runtime.askIndex(
      'INSERT INTO api_keys (id, name, secret_hash, scopes, created_at_ms, revoked_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)',
      ...row,
    )
    return key
  }
  const both = await add('rooms tokens')
  const keys: [string, string, Reach][] = [
    ['a key of nobody', writeApiKey(newApiKey()), 'everywhere'],
    ['a key with another secret', writeApiKey({ ...both, secret: randomId() }), 'everywhere'],
    ['a key that was revoked', writeApiKey(await add('rooms tokens', Date.now())), 'everywhere'],
    ['a key without scopes', writeApiKey(await add('')), 'everywhere'],
    ['half a key', `ek.${both.id}`, 'everywhere'],
    ['a key with more behind it', `${writeApiKey(both)}.x`, 'everywhere'],
    ['a key of somebody else', writeApiKey(both), 'in the room'],
    ['a key of somebody else for rooms alone', writeApiKey(await add('rooms')), 'in the room'],
  ]
  return keys.map(([what, key, refused]) => ({ what, authorization: `Bearer ${key}`, refused, isKey: true }))
}

/** Invites to the room that are good no more; answers their secrets. */
async function addBadInvites(runtime: Runtime, room: string): Promise<string[]> {
  const past = Date.now() - HOUR_MS
  const endings = [
    [past, null, null],
    [null, 0, null],
    [null, null, past],
  ] as const
  return Promise.all(
    endings.map(async ([expiresAtMs, maxPeople, revokedAtMs]) => {
      const secret = randomId()
      await runtime.askIndex(
        `INSERT INTO invites (id, room, secret_hash, role, created_at_ms, expires_at_ms, max_people, revoked_at_ms)
         VALUES (?1, ?2, ?3, 'speaker', ?4, ?5, ?6, ?7)`,
        ...[randomId(), room, sha256(secret), past - HOUR_MS, expiresAtMs, maxPeople, revokedAtMs],
      )
      return secret
    }),
  )
}

const headerOf = (alg: string) => ({ alg, typ: 'earshot-token+jwt', kid: KEYS.current.id })
const encoded = (value: object): string => base64url.encode(JSON.stringify(value))
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')
