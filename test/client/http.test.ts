/** One question over HTTP: how long it waits, and what is asked twice. The platform's `fetch` and its clock answer as told. */

import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { asJson, ask, once } from '../../src/client/http.ts'

type Answer = { status: number; retryAfter?: string } | 'no line'

/** What the next requests are answered; then 200. */
let answers: Answer[]
let keys: (string | null)[]
let waitedMs: unknown[]

async function answerAsTold(_url: unknown, init: RequestInit): Promise<Response> {
  keys.push(new Headers(init.headers).get('idempotency-key'))
  const answer = answers.shift() ?? { status: 200 }
  if (answer === 'no line') throw new TypeError('fetch failed')
  const headers = answer.retryAfter === undefined ? {} : { 'retry-after': answer.retryAfter }
  return new Response('{"error":{"code":"whatever","message":"A sentence."}}', { status: answer.status, headers })
}

beforeEach(() => {
  keys = []
  waitedMs = []
  vi.stubGlobal('fetch', answerAsTold)
  vi.stubGlobal('setTimeout', (go: () => void, ms: number) => {
    waitedMs.push(ms)
    queueMicrotask(go)
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const asked = (init = {}) => ask(v.unknown(), new URL('https://voice.example/'), init)

describe('a server that has too much to do', () => {
  it.each([429, 503])('(%i) is asked once more after the short time that it says', async (status) => {
    answers = [{ status, retryAfter: '2' }]
    await asked()
    expect(waitedMs).toEqual([2_000])
    expect(keys.length).toBe(2)
  })

  it('is not asked a third time', async () => {
    const busy = { status: 429, retryAfter: '1' }
    answers = [busy, busy]
    await expect(asked()).rejects.toMatchObject({ code: 'too-fast', retryAfterMs: 1_000 })
  })

  it.each([
    [429, 'too-fast'],
    [503, 'unreachable'],
  ])('(%i) for longer is for people to decide: the error says how long', async (status, code) => {
    answers = [{ status, retryAfter: '60' }]
    await expect(asked()).rejects.toMatchObject({ code, retryAfterMs: 60_000 })
    expect(waitedMs).toEqual([])
  })

  it('and does not say for how long is left alone', async () => {
    answers = [{ status: 503 }]
    await expect(asked()).rejects.toMatchObject({ code: 'unreachable', retryAfterMs: undefined })
    expect(keys.length).toBe(1)
  })
})

describe('a line that fails', () => {
  it('has what is one thing however often it arrives asked once more, with the same key', async () => {
    answers = ['no line']
    await asked(once(asJson({})))
    expect(waitedMs).toEqual([500])
    expect(keys).toEqual([expect.stringMatching(/^[\w-]{22}$/), keys[0]])
  })

  it('twice is out of reach', async () => {
    answers = ['no line', 'no line']
    await expect(asked(once(asJson({})))).rejects.toMatchObject({ code: 'unreachable' })
    expect(keys.length).toBe(2)
  })

  it('has nothing else asked again', async () => {
    answers = ['no line']
    await expect(asked(asJson({}))).rejects.toMatchObject({ code: 'unreachable' })
    expect(keys).toEqual([null])
  })
})
