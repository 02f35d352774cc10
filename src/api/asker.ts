/**
 * Who asks, and the Archive that answers: the bearer of a participant's token, or the API key that made the room. A clip
 * is of the room that the bearer's token is for, so its address names no room. The Archive decides what they may do.
 */

import { waitUntil } from 'cloudflare:workers'
import type { Archive } from '../../durable-objects/archive.ts'
import type { Asker } from '../archive/clip-answers.ts'
import type { TooFast } from '../archive/refused.ts'
import { doorLookup } from '../store/lookups.ts'
import { addressMark } from '../tokens/address-mark.ts'
import { type KeyScope, looksLikeApiKey } from '../tokens/api-key.ts'
import type { Bearer } from '../tokens/participant-token.ts'
import { readSigningKeys } from '../tokens/signing-keys.ts'
import { readBearer, requireBearer, tokenOf } from './bearer.ts'
import type { ApiContext } from './context.ts'
import type { ApiErrorCode } from './error-codes.ts'
import { ApiError, tooFast } from './errors.ts'
import { requireKey } from './key.ts'

export interface Asking {
  /** Null: the bearer of a link, nobody in particular. */
  asker: Asker | null
  archive: DurableObjectStub<Archive>
}

export interface NamedAsking extends Asking {
  asker: Asker
  /** What the token fixes, or the key is called; null where they say it themselves. */
  name: string | null
}

/** Throws the `ApiError` that says why a request carries no good token. */
export async function readAsking(c: ApiContext): Promise<NamedAsking> {
  const bearer = await readBearer(c, tokenOf(c))
  const archive = c.env.ARCHIVES.getByName(bearer.room)
  return { asker: await askerOf(c, bearer), name: bearer.name, archive }
}

/** The bearer of a token as their room's Archive judges them: with where they ask from, as a mark. */
export async function askerOf(
  c: ApiContext,
  { person, role, room }: Pick<Bearer, 'person' | 'role' | 'room'>,
): Promise<Asker> {
  const keys = readSigningKeys(c.env.TOKEN_KEYS)
  return { person, role, address: await addressMark(c.req.header('cf-connecting-ip'), room, keys) }
}

/** Who asks about `room`: whoever has a token for it, or a key that made it. Throws the `ApiError` that says why nobody. */
export async function requireAsker(c: ApiContext, room: string, scope: KeyScope = 'rooms'): Promise<NamedAsking> {
  const archive = c.env.ARCHIVES.getByName(room)
  const credential = tokenOf(c)
  if (credential !== undefined && looksLikeApiKey(credential)) {
    return { ...(await requireKeyOf(c, room, scope)), archive }
  }
  const bearer = await requireBearer(c, credential, room)
  return { asker: await askerOf(c, bearer), name: bearer.name, archive }
}

/** A key acts in its own rooms as their owner. Those of others are to it as if they were not. */
export async function requireKeyOf(
  c: ApiContext,
  room: string,
  scope: KeyScope,
): Promise<Omit<NamedAsking, 'archive'>> {
  const { id, name } = await requireKey(c, scope)
  const door = await doorLookup.find(c.env.INDEX, room, waitUntil)
  if (door?.apiKey !== id) throw new ApiError('unknown-room')
  return { asker: { person: `key:${id}`, role: 'owner' }, name }
}

/** What the Archive answered; throws what it refused. */
export function granted<Answer extends { ok: true } | { ok: false; reason: ApiErrorCode } | TooFast>(
  answer: Answer,
): Extract<Answer, { ok: true }> {
  if (answer.ok) return answer as Extract<Answer, { ok: true }>
  throw answer.reason === 'too-fast' ? tooFast(answer.retryAfterMs) : new ApiError(answer.reason)
}
