/** Health: which part is up, which is down, and that one that hangs does not keep the answer. */

import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { app } from '../../src/api/app.ts'
import { turnPool } from '../../src/turn/pool.ts'
import { ORIGIN, openIndex, request, requestUnder } from './door.ts'

beforeAll(openIndex)
afterEach(() => vi.restoreAllMocks())

const hush = () => vi.spyOn(console, 'error').mockImplementation(() => {})

const WELL = { index: 'up', clips: 'up', turn: 'none' }

it('is well while every part answers', async () => {
  const response = await request('/v1/health')
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ ok: true, parts: WELL })
})

it('answers HEAD with the status alone', async () => {
  const response = await request('/v1/health', { method: 'HEAD' })
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('')
})

it('is not well when the storage of clips fails, or does not answer', async () => {
  hush()
  const storages = [() => Promise.reject(new Error('R2 is out of reach')), () => new Promise(() => {})]
  for (const head of storages) {
    const response = await requestUnder({ CLIPS: { head } as unknown as R2Bucket }, '/v1/health')
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ ok: false, parts: { ...WELL, clips: 'down' } })
  }
})

it('is well without a storage of clips, where none is bound', async () => {
  const { CLIPS: _, ...nothingKept } = env
  const response = await app.fetch(new Request(`${ORIGIN}/v1/health`), nothingKept as Env)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ ok: true, parts: { ...WELL, clips: 'none' } })
})

it('tells of relays, what is known of them, and is well without', async () => {
  const probes = Array.from({ length: 10 }, () => null)
  const nowMs = Date.now()
  await turnPool(env.TURN_POOL).record([{ server: 'turn:dead.example:3478', endedAtMs: nowMs, probes }], nowMs)
  for (const [server, turn] of [
    ['turn:dead.example', 'down'],
    ['turn:dead.example turn:other.example', 'degraded'],
    ['turn:other.example', 'unknown'],
  ] as const) {
    const response = await requestUnder({ TURN_SERVERS: server, TURN_SECRETS: 'shared' }, '/v1/health')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ ok: true, parts: { ...WELL, turn } })
  }
})

it('is not well when the index lacks its tables, and logs why', async () => {
  await env.INDEX.batch([
    ...['invite_people', 'invites', 'rooms'].map((table) => env.INDEX.prepare(`DROP TABLE ${table}`)),
  ])
  const log = hush()
  const response = await request('/v1/health')
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({ ok: false, parts: { ...WELL, index: 'down' } })
  expect(log.mock.calls.flat()).toEqual([expect.stringMatching(/no such table/)])
})
