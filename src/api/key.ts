/**
 * Which API key asks, and whether it may. A key is asked for on every request, so it is looked up where that is cheapest;
 * a revoked one stops within seconds all the same.
 */

import { waitUntil } from 'cloudflare:workers'
import { type StoredKey, TOUCH_EVERY_MS, touchKey } from '../store/api-keys.ts'
import { keyLookup } from '../store/lookups.ts'
import { type KeyScope, readApiKey } from '../tokens/api-key.ts'
import { matchesHash } from '../tokens/secret-hash.ts'
import { tokenOf } from './bearer.ts'
import type { ApiContext } from './context.ts'
import { ApiError } from './errors.ts'
import { logError } from './log.ts'

export interface BearerKey {
  id: string
  name: string
}

/**
 * The key that a request carries, good for `scope` now; throws the `ApiError` that says why there is none. `lacking` is
 * said of a key that is good for something else.
 */
export async function requireKey(
  c: ApiContext,
  scope: KeyScope,
  lacking: string = SCOPE_SENTENCES[scope],
): Promise<BearerKey> {
  const text = tokenOf(c)
  if (text === undefined) throw new ApiError('key-missing')
  const parts = readApiKey(text)
  const key = parts && (await keyLookup.find(c.env.INDEX, parts.id, waitUntil))
  if (!key || !(await isGood(key, parts.secret))) throw new ApiError('key-invalid')
  if (!key.scopes.includes(scope)) throw new ApiError('key-scope', { message: lacking })
  touch(c, key.id)
  return { id: key.id, name: key.name }
}

const SCOPE_SENTENCES: Record<KeyScope, string> = {
  rooms: 'The API key lacks the scope "rooms". Use one that has it.',
  tokens: 'The API key lacks the scope "tokens". Use one that has it.',
}

/** Looks at both, so that a revoked key takes as long as a wrong secret. */
async function isGood(key: StoredKey, secret: string): Promise<boolean> {
  const matches = await matchesHash(secret, key.secretHash)
  return matches && key.revokedAtMs === null
}

/** When this isolate last noted that a key is in use: as many keys as one server ever has in use. */
const touchedAtMs = new Map<string, number>()

/** Notes that a key is in use. Whether that succeeds is nothing to the request. */
function touch(c: ApiContext, id: string): void {
  const nowMs = Date.now()
  if (nowMs - (touchedAtMs.get(id) ?? 0) < TOUCH_EVERY_MS) return
  touchedAtMs.set(id, nowMs)
  waitUntil(touchKey(c.env.INDEX, id, nowMs).catch((error) => logError(c, error)))
}
