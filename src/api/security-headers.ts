/**
 * What browsers are told about every answer of the Worker, errors and the app's own page included. Files that the Worker
 * never sees get theirs from web/public/_headers; the page that it hands on keeps those.
 */

import type { MiddlewareHandler } from 'hono'
import type { ApiEnv } from './context.ts'

/** An answer of the API is no page: whatever a browser takes it for, it loads nothing, runs nothing, and is framed by nobody. */
const FOR_ANY = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** A year, as the preload lists ask for. Not for subdomains: whose those are, Earshot does not know. */
const STRICT_TRANSPORT = 'max-age=31536000'

export const securityHeaders: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next()
  if (c.res.webSocket) return // a 101 belongs to its socket: a copy with more headers would lose it
  for (const [name, value] of Object.entries(FOR_ANY)) if (!c.res.headers.has(name)) c.header(name, value)
  // RFC 6797 §7.2: never over plain HTTP.
  if (new URL(c.req.url).protocol === 'https:') c.header('strict-transport-security', STRICT_TRANSPORT)
}
