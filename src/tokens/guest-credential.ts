/**
 * The credential by which a browser without an account stays the same person: a signed name, `guest:<uuid>`, that it
 * keeps. It opens nothing by itself; it is shown together with a link's secret. Each exchange signs it anew, so that it
 * outlives the rotation of keys for everybody who comes back in time.
 */

import * as v from 'valibot'
import { type JwtKind, signJwt, verifyJwt } from './signed-jwt.ts'
import type { SigningKeys } from './signing-keys.ts'

/** 400 days from the last visit, as long as browsers keep a cookie (RFC 6265bis §5.5). */
export const GUEST_LIFETIME_MS = 400 * 86_400_000

const KIND: JwtKind = { typ: 'earshot-guest+jwt', audience: 'earshot-guest', lifetimeMs: GUEST_LIFETIME_MS }

const GuestId = v.pipe(v.string(), v.regex(/^guest:[0-9a-f-]{36}$/))

/** A person nobody has been before. */
export const newGuest = (): string => `guest:${crypto.randomUUID()}`

export async function mintGuestCredential(person: string, keys: SigningKeys, nowMs: number): Promise<string> {
  const { jwt } = await signJwt(KIND, { sub: person }, keys, nowMs)
  return jwt
}

/** The person whom a credential names; undefined when there is none, or it is forged, too old, or of a retired key. */
export async function readGuestCredential(
  credential: string | undefined,
  keys: SigningKeys,
  nowMs: number,
): Promise<string | undefined> {
  if (credential === undefined) return undefined
  const reading = await verifyJwt(KIND, credential, keys, nowMs)
  return reading.ok && v.is(GuestId, reading.claims.sub) ? reading.claims.sub : undefined
}
