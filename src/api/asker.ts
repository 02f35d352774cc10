/**
 * Who asks about a clip, and the Archive that answers: a clip is of the room that the bearer's token is for, so its
 * address names no room. The Archive decides what this person may do.
 */

import type { Archive } from '../../durable-objects/archive.ts'
import type { Asker } from '../archive/clip-answers.ts'
import { readBearer, tokenOf } from './bearer.ts'
import type { ApiContext } from './context.ts'
import type { ApiErrorCode } from './error-codes.ts'
import { ApiError } from './errors.ts'

export interface Asking {
  /** Null: the bearer of a link, nobody in particular. */
  asker: Asker | null
  archive: DurableObjectStub<Archive>
}

/** Throws the `ApiError` that says why a request carries no good token. */
export async function readAsking(c: ApiContext): Promise<Asking & { asker: Asker }> {
  const { room, person, role } = await readBearer(c, tokenOf(c))
  return { asker: { person, role }, archive: c.env.ARCHIVES.getByName(room) }
}

/** What the Archive answered; throws what it refused. */
export function granted<Answer extends { ok: true } | { ok: false; reason: ApiErrorCode }>(
  answer: Answer,
): Extract<Answer, { ok: true }> {
  if (!answer.ok) throw new ApiError(answer.reason)
  return answer as Extract<Answer, { ok: true }>
}
