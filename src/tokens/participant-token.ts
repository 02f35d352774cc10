/**
 * The token that a participant carries: who, in which room, in what role, allowed what. Short-lived, because nothing
 * can call it back; a client that needs another exchanges its link again. The Worker checks it on every request; it
 * goes no further than the Worker.
 */

import * as v from 'valibot'
import { Grant, PersonId, Role, RoomId } from '../protocol/fields.ts'
import { type JwtKind, signJwt, verifyJwt } from './signed-jwt.ts'
import type { SigningKeys } from './signing-keys.ts'

/** Longer than any reconnect takes, short enough that a role taken away is gone soon. */
export const TOKEN_LIFETIME_MS = 15 * 60_000

const KIND: JwtKind = { typ: 'earshot-token+jwt', audience: 'earshot', lifetimeMs: TOKEN_LIFETIME_MS }

const Claims = v.object({ sub: PersonId, room: RoomId, role: Role, grants: v.array(Grant) })

/** Whom a checked token speaks for. */
export interface Bearer {
  person: string
  room: string
  role: Role
  grants: Grant[]
}

export type TokenReading = { ok: true; bearer: Bearer } | { ok: false; reason: 'invalid' | 'expired' }

export async function mintParticipantToken(
  { person, room, role, grants }: Bearer,
  keys: SigningKeys,
  nowMs: number,
): Promise<{ token: string; expiresAtMs: number }> {
  const { jwt, expiresAtMs } = await signJwt(KIND, { sub: person, room, role, grants }, keys, nowMs)
  return { token: jwt, expiresAtMs }
}

export async function checkParticipantToken(token: string, keys: SigningKeys, nowMs: number): Promise<TokenReading> {
  const reading = await verifyJwt(KIND, token, keys, nowMs)
  if (!reading.ok) return reading
  const claims = v.safeParse(Claims, reading.claims)
  if (!claims.success) return { ok: false, reason: 'invalid' }
  const { sub: person, ...rest } = claims.output
  return { ok: true, bearer: { person, ...rest } }
}
