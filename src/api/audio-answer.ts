/**
 * Stored audio as HTTP answers it: conditions first (RFC 9110 §13.2.2), then a range, then the whole. Who may listen has
 * been decided before; nothing is read from storage for what the client has already.
 */

import { type BytePart, contentRange, readByteRange, unsatisfiedRange } from './byte-range.ts'
import { isAlreadyThere, isRangeWanted } from './conditions.ts'
import type { ApiContext } from './context.ts'
import { ApiError } from './errors.ts'

export interface StoredAudio {
  /** A strong entity tag, in its quotes. */
  etag: string
  contentType: string
  /** Finds the bytes; called when they are wanted. */
  open(): Promise<OpenAudio>
}

export interface OpenAudio {
  size: number
  read(part: BytePart): Promise<ReadableStream | Uint8Array<ArrayBuffer>>
}

/** May be kept, by the listener's own browser alone, and shown again only after asking: it may be deleted meanwhile. */
const CACHE_CONTROL = 'private, no-cache'

/** Answers a GET or a HEAD. `extra` are headers of the whole, the part and the confirmation alike. */
export async function answerAudio(
  c: ApiContext,
  { etag, contentType, open }: StoredAudio,
  extra: Record<string, string> = {},
): Promise<Response> {
  const headers = { ...extra, etag, 'cache-control': CACHE_CONTROL, 'accept-ranges': 'bytes' }
  if (isAlreadyThere(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
  const { size, read } = await open()
  const part = wantedPart(c, etag, size)
  const described = { ...headers, 'content-type': contentType }
  if (c.req.method === 'HEAD') return c.body(null, 200, { ...described, 'content-length': String(size) })
  const body = sized(await read(part ?? { offset: 0, length: size }), part?.length ?? size)
  if (part === undefined) return c.body(body, 200, described)
  return c.body(body, 206, { ...described, 'content-range': contentRange(part, size) })
}

/** Undefined: the whole. RFC 9110 §14.2 defines ranges for GET alone. */
function wantedPart(c: ApiContext, etag: string, size: number): BytePart | undefined {
  if (c.req.method !== 'GET' || !isRangeWanted(c.req.header('if-range'), etag)) return undefined
  const range = readByteRange(c.req.header('range'), size)
  if (range.kind === 'unsatisfiable') {
    throw new ApiError('range-unsatisfiable', { headers: { 'content-range': unsatisfiedRange(size) } })
  }
  return range.kind === 'part' ? range : undefined
}

/** The runtime derives Content-Length from the body, and knows no stream's length but that of this kind. */
const sized = (
  body: ReadableStream | Uint8Array<ArrayBuffer>,
  length: number,
): ReadableStream | Uint8Array<ArrayBuffer> =>
  body instanceof ReadableStream ? body.pipeThrough(new FixedLengthStream(length)) : body
