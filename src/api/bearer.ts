/**
 * Who asks: the check of a participant's token, wherever the request carries it.
 */

import { type Bearer, checkParticipantToken } from '../tokens/participant-token.ts'
import { readSigningKeys } from '../tokens/signing-keys.ts'
import type { ApiContext } from './context.ts'
import { ApiError } from './errors.ts'

/** The bearer of a token that is good for `room` now; throws the `ApiError` that says why not. */
export async function requireBearer(c: ApiContext, token: string | undefined, room: string): Promise<Bearer> {
  if (token === undefined) throw new ApiError('token-missing')
  const reading = await checkParticipantToken(token, readSigningKeys(c.env.TOKEN_KEYS), Date.now())
  if (!reading.ok) throw new ApiError(`token-${reading.reason}`)
  if (reading.bearer.room !== room) throw new ApiError('token-elsewhere')
  return reading.bearer
}

/** RFC 6750 §2.1; the scheme's case does not matter (RFC 9110 §11.1). */
export const bearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
