/**
 * Who asks: the check of a participant's token, wherever the request carries it.
 */

import { looksLikeApiKey } from '../tokens/api-key.ts'
import { type Bearer, checkParticipantToken } from '../tokens/participant-token.ts'
import { readSigningKeys } from '../tokens/signing-keys.ts'
import type { ApiContext } from './context.ts'
import { ApiError } from './errors.ts'

const NO_TOKEN = 'This takes a participant’s token. Mint one with POST /v1/tokens.'

/** Whom the token speaks for now, in whatever room it is for; throws the `ApiError` that says why nobody. */
export async function readBearer(c: ApiContext, token: string | undefined): Promise<Bearer> {
  if (token === undefined) throw new ApiError('token-missing')
  if (looksLikeApiKey(token)) throw new ApiError('token-invalid', { message: NO_TOKEN })
  const reading = await checkParticipantToken(token, readSigningKeys(c.env.TOKEN_KEYS), Date.now())
  if (!reading.ok) throw new ApiError(`token-${reading.reason}`)
  return reading.bearer
}

/** The bearer of a token that is good for `room` now; throws the `ApiError` that says why not. */
export async function requireBearer(c: ApiContext, token: string | undefined, room: string): Promise<Bearer> {
  const bearer = await readBearer(c, token)
  if (bearer.room !== room) throw new ApiError('token-elsewhere')
  return bearer
}

/** The token of the `Authorization` header. */
export const tokenOf = (c: ApiContext): string | undefined => bearerToken(c.req.header('authorization'))

/** RFC 6750 §2.1; the scheme's case does not matter (RFC 9110 §11.1). */
const bearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
