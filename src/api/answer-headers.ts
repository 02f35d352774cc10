/**
 * Headers of every API answer. None may be stored: answers hold tokens, secrets, and what was said in a room. Stored
 * audio alone says for itself how it may be kept.
 */

import type { MiddlewareHandler } from 'hono'
import type { ApiEnv } from './context.ts'

export const answerHeaders: MiddlewareHandler<ApiEnv> = async (c, next) => {
  c.set('requestId', crypto.randomUUID())
  await next()
  if (c.res.webSocket) return // a 101 belongs to its socket: a copy with more headers would lose it
  c.header('request-id', c.var.requestId)
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
}
