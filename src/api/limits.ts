/**
 * How often, at the edge: rates per address and per key, counted by the platform's own binding (wrangler.toml), before
 * anything else is asked. They keep a script from costing much; what must be exact is counted in a room's own objects.
 * The address goes no further than this file, and is never logged.
 */

import { Hono, type MiddlewareHandler } from 'hono'
import { looksLikeApiKey } from '../tokens/api-key.ts'
import { networkOf } from '../tokens/network.ts'
import { tokenOf } from './bearer.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'
import { logError } from './log.ts'

/** The bindings that count. */
export type EdgeRate = Extract<keyof Env, `RATE_${string}`>

/** Throws `too-many-requests` when `by` has asked for more of this than the rate allows. */
export async function keepWithin(c: ApiContext, rate: EdgeRate, by: string): Promise<void> {
  if (!(await isWithin(c, rate, by))) throw new ApiError('too-many-requests')
}

/** The same for the address that a request comes from, ahead of a route; of those alone that `of` picks out. */
const limitedTo =
  (rate: EdgeRate, of: (c: ApiContext) => boolean = () => true): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    if (of(c)) await keepWithin(c, rate, sourceOf(c))
    await next()
  }

/** What comes with a key is counted by that key, once it is known to be one (src/api/key.ts). */
const hasNoKey = (c: ApiContext): boolean => !looksLikeApiKey(tokenOf(c) ?? '')

/** Stands ahead of the routes; `connect` sees to its own, because its refusals are closes. */
export const edgeLimits = new Hono<ApiEnv>()
  .use('/*', limitedTo('RATE_REQUESTS'))
  .post('/rooms', limitedTo('RATE_ROOMS', hasNoKey))
  .post('/rooms/:room/tokens', limitedTo('RATE_EXCHANGES'))

/** Whom a request is counted for: its address, or the network behind it. Without one, all who lack it are one. */
export const sourceOf = (c: ApiContext): string => networkOf(c.req.header('cf-connecting-ip'))

/** Rates whose failure has been told. */
const failed = new Set<EdgeRate>()

/** A counter that fails lets everybody in: a room that works for some attackers too is better than one for nobody. */
async function isWithin(c: ApiContext, rate: EdgeRate, by: string): Promise<boolean> {
  try {
    return (await c.env[rate].limit({ key: by })).success
  } catch (error) {
    if (!failed.has(rate)) logError(c, new Error(`${rate} does not count; everybody is let through.`, { cause: error }))
    failed.add(rate)
    return true
  }
}
