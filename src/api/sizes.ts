/**
 * How much a request may say before its body. The platform has limits of its own, far above these (docs/limits.md).
 */

import type { MiddlewareHandler } from 'hono'
import { MAX_HEADER_BYTES, MAX_URL_CHARACTERS } from '../protocol/limits.ts'
import type { ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'

export const refuseOversized: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.req.url.length > MAX_URL_CHARACTERS) throw new ApiError('url-too-long')
  if (headerBytes(c.req.raw.headers) > MAX_HEADER_BYTES) throw new ApiError('headers-too-large')
  await next()
}

/** As HTTP/1.1 writes them, `name: value` and the end of the line (RFC 9112 §5). */
function headerBytes(headers: Headers): number {
  let bytes = 0
  for (const [name, value] of headers) bytes += name.length + value.length + ': \r\n'.length
  return bytes
}
