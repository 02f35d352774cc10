/**
 * The one place that signs and verifies JWTs (RFC 7519, HS256). Every kind has a `typ` and an audience of its own, both
 * of which are checked, so that nothing signed for one purpose passes for another (RFC 8725 §3.11, §3.12). Time is an
 * argument.
 */

import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { SigningKeys } from './signing-keys.ts'

const ALGORITHM = 'HS256'

export interface JwtKind {
  typ: string
  audience: string
  lifetimeMs: number
}

export type JwtReading = { ok: true; claims: JWTPayload } | { ok: false; reason: 'invalid' | 'expired' }

/** Signs `claims` with the current key, valid for the kind's lifetime from `nowMs` on. */
export async function signJwt(
  kind: JwtKind,
  claims: JWTPayload & { sub: string },
  keys: SigningKeys,
  nowMs: number,
): Promise<{ jwt: string; expiresAtMs: number }> {
  const expiresAt = seconds(nowMs + kind.lifetimeMs)
  const jwt = await new SignJWT({ ...claims, aud: kind.audience, iat: seconds(nowMs), exp: expiresAt })
    .setProtectedHeader({ alg: ALGORITHM, typ: kind.typ, kid: keys.current.id })
    .sign(keys.current.key)
  return { jwt, expiresAtMs: expiresAt * 1000 }
}

/** Verifies signature, kind and time. Whatever a stranger sends, it answers and does not throw. */
export async function verifyJwt(kind: JwtKind, jwt: string, keys: SigningKeys, nowMs: number): Promise<JwtReading> {
  try {
    const { payload } = await jwtVerify(jwt, ({ kid }) => keyNamed(kid, keys), {
      algorithms: [ALGORITHM],
      typ: kind.typ,
      audience: kind.audience,
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(nowMs),
    })
    return { ok: true, claims: payload }
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { ok: false, reason: 'expired' }
    if (error instanceof errors.JOSEError) return { ok: false, reason: 'invalid' }
    throw error
  }
}

function keyNamed(id: string | undefined, keys: SigningKeys): Uint8Array {
  const key = id === undefined ? undefined : keys.all.get(id)
  if (key === undefined) throw new errors.JWKSNoMatchingKey()
  return key
}

/** RFC 7519 §2: a NumericDate counts seconds. */
const seconds = (ms: number): number => Math.floor(ms / 1000)
