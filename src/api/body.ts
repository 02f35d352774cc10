/**
 * The body of a request, read whole before anything is made of it: no further than its limit, and no longer than its
 * time. Whoever sends a byte a second holds nothing but their own socket.
 */

import type { MiddlewareHandler } from 'hono'
import { joinBytes } from '../protocol/join-bytes.ts'
import type { ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'

export interface BodyBounds {
  maxBytes: number
  withinMs: number
}

/** Behind it, the body is in memory. */
export const wholeBody =
  (bounds: BodyBounds): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const { raw } = c.req
    if (Number(raw.headers.get('content-length') ?? 0) > bounds.maxBytes) throw tooLarge(bounds)
    if (raw.body !== null) c.req.raw = new Request(raw, { body: await readWhole(raw.body, bounds) })
    await next()
  }

async function readWhole(stream: ReadableStream<Uint8Array>, bounds: BodyBounds): Promise<Uint8Array> {
  const reader = stream.getReader()
  let timer: ReturnType<typeof setTimeout> | null = null
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, bounds.withinMs, 'late')
  })
  try {
    return await collect(() => Promise.race([reader.read(), late]), bounds)
  } finally {
    clearTimeout(timer)
    reader.cancel().catch(() => {}) // it fails on a stream that has failed: there is nothing left to cancel
  }
}

type Step = 'late' | ReadableStreamReadResult<Uint8Array>

async function collect(read: () => Promise<Step>, bounds: BodyBounds): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const step = await read().catch((cause: unknown) => {
      throw new ApiError('invalid-request', { message: 'The body ended before it was whole. Send it again.', cause })
    })
    if (step === 'late') throw new ApiError('timed-out')
    if (step.done) return joinBytes(pieces)
    bytes += step.value.length
    if (bytes > bounds.maxBytes) throw tooLarge(bounds)
    pieces.push(step.value)
  }
}

const tooLarge = ({ maxBytes }: BodyBounds): ApiError =>
  new ApiError('too-large', { message: `The body has more than ${maxBytes} bytes. Send less.` })
