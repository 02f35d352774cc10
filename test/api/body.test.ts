/** Bodies, headers and addresses that are too much: what is answered, and how soon. */

import { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import { wholeBody } from '../../src/api/body.ts'
import type { ApiEnv } from '../../src/api/context.ts'
import { answerError } from '../../src/api/errors.ts'
import { MAX_HEADER_BYTES, MAX_URL_CHARACTERS } from '../../src/protocol/limits.ts'
import { errorOf, ORIGIN, openIndex, request } from './door.ts'

beforeAll(openIndex)

const app = new Hono<ApiEnv>()
app.onError(answerError)
app.post('/', wholeBody({ maxBytes: 10, withinMs: 30 }), async (c) => c.text(await c.req.text()))

const send = (body: ReadableStream | string, headers = {}) =>
  app.fetch(new Request(`${ORIGIN}/`, { method: 'POST', body, headers }))

const streamOf = (pieces: string[], end: (controller: ReadableStreamDefaultController) => void) =>
  new ReadableStream({
    start: (controller) => {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece))
      end(controller)
    },
  })

describe('a body', () => {
  it('is there whole, in whatever pieces it came', async () => {
    const answer = await send(streamOf(['0123', '', '456', '789'], (controller) => controller.close()))
    expect(await answer.text()).toBe('0123456789')
  })

  it('is refused when it is too large, declared or not', async () => {
    const declared = await send('0123456789+')
    const undeclared = await send(streamOf(['0123456789', '+'], () => {}))
    for (const answer of [declared, undeclared])
      expect(await errorOf(answer)).toMatchObject({ status: 413, code: 'too-large' })
  })

  it('is given up when it does not end', async () => {
    expect(await errorOf(await send(streamOf(['01'], () => {})))).toMatchObject({ status: 408, code: 'timed-out' })
  })

  it('is the peer’s fault when it breaks off', async () => {
    const broken = await send(streamOf(['01'], (controller) => controller.error(new Error('reset'))))
    expect(await errorOf(broken)).toMatchObject({ status: 400, code: 'invalid-request' })
  })
})

it('refuses an address that is too long', async () => {
  const path = `/v1/health?${'a'.repeat(MAX_URL_CHARACTERS)}`
  expect(await errorOf(await request(path))).toMatchObject({ status: 414, code: 'url-too-long' })
})

it('refuses headers that are too large, together or one alone', async () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`x-${at}`, 'a'.repeat(MAX_HEADER_BYTES / 20)]))
  for (const headers of [many, { 'x-one': 'a'.repeat(MAX_HEADER_BYTES) }])
    expect(await errorOf(await request('/v1/health', { headers }))).toMatchObject({
      status: 431,
      code: 'headers-too-large',
    })
})
