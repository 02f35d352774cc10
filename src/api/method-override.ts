/**
 * X-HTTP-Method-Override, for senders whose network lets no PATCH or DELETE through: the request begins anew with the
 * method that it means, ahead of everything that looks at methods. Its body stays a stream.
 */

import type { Hono, MiddlewareHandler } from 'hono'
import { isWithoutBody, readOverride, TUS_METHODS } from '../tus/method.ts'
import type { ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'

const HEADER = 'x-http-method-override'

/** Stands ahead of all. */
export const overrideMethod =
  (app: Hono<ApiEnv>): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const method = readOverride(c.req.header(HEADER))
    if (method == null) return next()
    const { raw } = c.req
    const headers = new Headers(raw.headers)
    headers.delete(HEADER)
    const body = isWithoutBody(method) ? null : raw.body
    return app.fetch(new Request(raw.url, { method, headers, body }), c.env)
  }

/** Behind what every answer carries: what begins anew does not come here with the header. */
export const refuseOtherOverrides: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.req.header(HEADER) === undefined) return next()
  throw new ApiError('method-not-allowed', { headers: { allow: TUS_METHODS.join(', ') } })
}
