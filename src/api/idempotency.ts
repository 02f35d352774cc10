/**
 * POST requests that a client may send twice, because it cannot know whether the first one came through
 * (draft-ietf-httpapi-idempotency-key-header): under the same `Idempotency-Key`, the same request makes one thing and is
 * answered alike. Its secrets are derived anew each time; they are never stored.
 */

import * as v from 'valibot'
import { ClientId } from '../protocol/fields.ts'
import { claimOccasion, occasionAnswered } from '../store/idempotency.ts'
import { looksLikeApiKey } from '../tokens/api-key.ts'
import { deriveSecret } from '../tokens/derived-secret.ts'
import { randomId } from '../tokens/random-id.ts'
import { hashSecret } from '../tokens/secret-hash.ts'
import { readSigningKeys } from '../tokens/signing-keys.ts'
import { tokenOf } from './bearer.ts'
import type { ApiContext } from './context.ts'
import { ApiError } from './errors.ts'
import { checked } from './requests.ts'

const IdempotencyHeader = v.object({
  'idempotency-key': v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[\x21-\x7e]{16,64}$/, 'An idempotency key is 16 to 64 visible ASCII characters.'),
      v.description(
        'Makes it safe to send this again: for a day, the same key with the same body makes one thing and is answered ' +
          'alike. Draw it at random, and keep it: to whoever knows it, the answer is given again. Without an API key it ' +
          'is a UUID, or 22 base64url characters.',
      ),
    ),
  ),
})

/**
 * Whoever makes a room without an API key shares these keys with everybody else who does: one that two choose alike would
 * answer the one the secrets of the other's room. So without an API key none is taken that somebody might choose.
 */
const UnguessableKey = v.union([v.pipe(v.string(), v.uuid()), ClientId])
const TOO_GUESSABLE = 'Without an API key, an Idempotency-Key is a UUID or 22 base64url characters, drawn at random.'
const KEY_GONE =
  'The server’s signing key was replaced since this Idempotency-Key was first used, so that its answer cannot be given ' +
  'again. Send this request with a new key.'

/** Reads the header, on every route that makes use of it. */
export const idempotencyHeader = checked('header', IdempotencyHeader)

/** One making of something, whether it is asked for once or again. */
export interface Making {
  /** When it was first asked for. */
  atMs: number
  /** 128 unguessable bits for this purpose; each time the same. */
  secret(purpose: string): Promise<string>
  /** Belongs into the batch that stores what is made; for an invite, which may find no place, behind it there. */
  done(invite?: string): D1PreparedStatement[]
  /** It is stored already, or has been. */
  isDone: boolean
}

/** `caller` is whoever asks; `request` is all that makes it this request, the route among it. */
export async function makingOf(c: ApiContext, caller: string, request: readonly unknown[]): Promise<Making> {
  const key = c.req.header('idempotency-key')
  const nowMs = Date.now()
  if (key === undefined) return { atMs: nowMs, secret: async () => randomId(), done: () => [], isDone: false }
  if (!hasApiKey(c) && !v.is(UnguessableKey, key)) throw new ApiError('invalid-request', { message: TOO_GUESSABLE })
  const keys = readSigningKeys(c.env.TOKEN_KEYS)
  const requestHash = await hashSecret(JSON.stringify(request))
  const occasion = { caller, key: await hashSecret(key), requestHash, seedKid: keys.current.id }
  const known = await claimOccasion(c.env.INDEX, occasion, nowMs)
  const seed = keys.all.get(known.seedKid)
  if (known.requestHash !== requestHash) throw new ApiError('idempotency-mismatch')
  if (seed === undefined) throw new ApiError('idempotency-mismatch', { message: KEY_GONE })
  return {
    atMs: known.madeAtMs,
    secret: (purpose) => deriveSecret(seed, [caller, key, String(known.madeAtMs), purpose]),
    done: (invite) => [occasionAnswered(c.env.INDEX, occasion, nowMs, invite)],
    isDone: known.isAnswered,
  }
}

/** Whether it is a good one, the route has looked before. */
const hasApiKey = (c: ApiContext): boolean => looksLikeApiKey(tokenOf(c) ?? '')
