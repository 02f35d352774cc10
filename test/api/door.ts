/**
 * A caller at the door: the requests that many tests make, sent to the real Worker with its real database and objects.
 * A file that uses it starts with `beforeAll(openIndex)`.
 */

import { applyD1Migrations } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { app } from '../../src/api/app.ts'
import { addKey } from '../../src/store/api-keys.ts'
import { KEY_SCOPES, type KeyScope, newApiKey, writeApiKey } from '../../src/tokens/api-key.ts'
import { type Bearer, mintParticipantToken } from '../../src/tokens/participant-token.ts'
import { hashSecret } from '../../src/tokens/secret-hash.ts'
import { readSigningKeys } from '../../src/tokens/signing-keys.ts'

export const ORIGIN = 'https://earshot.example'

export const openIndex = (): Promise<void> => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS)

export interface CreatedRoom {
  room: { id: string; name: string | null }
  ownerSecret: string
  guestSecret: string
}

export interface IssuedToken {
  token: string
  expiresAtMs: number
  role: string
  person: string
  guest: string
  room: { id: string; name: string | null }
}

export const request = (path: string, init?: RequestInit): Promise<Response> =>
  exports.default.fetch(`${ORIGIN}${path}`, init)

/** The same app under other settings than those of the test run. */
export const requestUnder = async (settings: Partial<Env>, path: string, init?: RequestInit): Promise<Response> =>
  app.fetch(new Request(`${ORIGIN}${path}`, init), { ...env, ...settings })

export const posted = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** The same request, made by whoever has this token or key. */
export const by = (credential: string, init: RequestInit = {}): RequestInit => ({
  ...init,
  headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${credential}` },
})

export async function createRoom(name?: string, key?: string): Promise<CreatedRoom> {
  const body = posted({ name })
  const response = await request('/v1/rooms', key === undefined ? body : by(key, body))
  return response.json()
}

export interface MadeKey {
  id: string
  /** What is sent. */
  text: string
}

/** A key as the operator makes it. */
export async function makeKey(scopes: readonly KeyScope[] = KEY_SCOPES, name = 'A server'): Promise<MadeKey> {
  const { id, secret } = newApiKey()
  await addKey(env.INDEX, { id, name, secretHash: await hashSecret(secret), scopes }, Date.now())
  return { id, text: writeApiKey({ id, secret }) }
}

export const exchange = (room: string, secret: string, guest?: string): Promise<Response> =>
  request(`/v1/rooms/${room}/tokens`, posted({ secret, guest }))

/** A token as the server mints it, at any time and for anybody. */
export async function tokenFor(
  room: string,
  { mintedAtMs = Date.now(), ...bearer }: Partial<Bearer> & { mintedAtMs?: number } = {},
): Promise<string> {
  const keys = readSigningKeys(env.TOKEN_KEYS)
  const { token } = await mintParticipantToken({ ...SOMEBODY, ...bearer, room }, keys, mintedAtMs)
  return token
}

const SOMEBODY = {
  person: 'guest:00000000-0000-4000-8000-000000000000',
  role: 'speaker',
  name: null,
  invite: null,
} satisfies Partial<Bearer>

/** What an answer says of an error. */
export async function errorOf(response: Response): Promise<{ status: number; code: string; message: string }> {
  const { error } = await response.json<{ error: { code: string; message: string } }>()
  return { status: response.status, ...error }
}
