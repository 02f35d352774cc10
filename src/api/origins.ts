/**
 * Which pages may use this server: its own, and those of ALLOWED_ORIGINS. The same list decides for HTTP, for CORS and
 * for sockets, which browsers let any page open. A caller that is no page sends no origin, and is judged by its token.
 */

import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { TUS_ANSWER_HEADERS, TUS_REQUEST_HEADERS } from '../tus/protocol.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'

/** The longest that Chromium keeps a preflight's answer; Firefox would keep it for a day. */
const PREFLIGHT_SECONDS = 7_200

export function isAllowedOrigin(origin: string | undefined, own: string, allowed: string): boolean {
  return origin === undefined || [own, ...(allowed.match(/\S+/g) ?? [])].includes(origin)
}

/** Throws `foreign-origin` when the request comes from a page that may not make it. */
export function requireAllowedOrigin(c: ApiContext): void {
  const own = new URL(c.req.url).origin
  if (isAllowedOrigin(c.req.header('origin'), own, c.env.ALLOWED_ORIGINS)) return
  throw new ApiError('foreign-origin', { headers: { vary: 'Origin' } })
}

export const refuseForeignOrigins: MiddlewareHandler<ApiEnv> = async (c, next) => {
  requireAllowedOrigin(c)
  await next()
}

/** CORS for the origins that `refuseForeignOrigins`, before it, has let through. No cookies: tokens go in a header. */
export const shareWithOrigin = cors({
  origin: (origin) => origin,
  allowMethods: ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowHeaders: [
    'authorization',
    'content-type',
    'idempotency-key',
    'earshot-session',
    'range',
    'if-none-match',
    'if-range',
    ...TUS_REQUEST_HEADERS,
  ],
  exposeHeaders: [
    'request-id',
    'retry-after',
    'etag',
    'accept-ranges',
    'content-range',
    'content-length',
    ...TUS_ANSWER_HEADERS,
  ],
  maxAge: PREFLIGHT_SECONDS,
})
