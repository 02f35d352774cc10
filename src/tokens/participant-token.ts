/**
 * The token that a participant carries: who, in which room, in what role. Short-lived, because nothing
 * can call it back; a client that needs another asks the room for it, or exchanges its link again. The Worker checks it
 * on every request; it goes no further than the Worker.
 */

import * as v from 'valibot'
import { Name, PersonId, RoomId } from '../protocol/fields.ts'
import { Role } from '../protocol/roles.ts'
import { randomId } from './random-id.ts'
import { type JwtKind, signJwt, verifyJwt } from './signed-jwt.ts'
import type { SigningKeys } from './signing-keys.ts'

/** Longer than any reconnect takes, short enough that a role taken away is gone soon. */
export const TOKEN_LIFETIME_MS = 15 * 60_000

const KIND: JwtKind = { typ: 'earshot-token+jwt', audience: 'earshot', lifetimeMs: TOKEN_LIFETIME_MS }

const Claims = v.object({
  sub: PersonId,
  room: RoomId,
  role: Role,
  jti: v.string(),
  name: v.optional(Name),
  invite: v.optional(v.string()),
})

/** Whom a token is to speak for. */
export interface Participant {
  person: string
  room: string
  role: Role
  /** The name that they have in the room, whatever they say; null: they say it. */
  name: string | null
  /** The invite that they came by; null: none, an API key vouches for them. */
  invite: string | null
}

/** Whom a checked token speaks for. */
export interface Bearer extends Participant {
  /** The token's own id (`jti`), which no other token has. */
  token: string
}

export type TokenReading = { ok: true; bearer: Bearer } | { ok: false; reason: 'invalid' | 'expired' }

export async function mintParticipantToken(
  { person, room, role, name, invite }: Participant,
  keys: SigningKeys,
  nowMs: number,
): Promise<{ token: string; tokenId: string; expiresAtMs: number }> {
  const tokenId = randomId()
  const optional = { ...(name === null ? {} : { name }), ...(invite === null ? {} : { invite }) }
  const { jwt, expiresAtMs } = await signJwt(KIND, { sub: person, jti: tokenId, room, role, ...optional }, keys, nowMs)
  return { token: jwt, tokenId, expiresAtMs }
}

export async function checkParticipantToken(token: string, keys: SigningKeys, nowMs: number): Promise<TokenReading> {
  const reading = await verifyJwt(KIND, token, keys, nowMs)
  if (!reading.ok) return reading
  const claims = v.safeParse(Claims, reading.claims)
  if (!claims.success) return { ok: false, reason: 'invalid' }
  const { sub: person, jti, name = null, invite = null, room, role } = claims.output
  return { ok: true, bearer: { person, token: jti, room, role, name, invite } }
}
