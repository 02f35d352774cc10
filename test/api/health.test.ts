/** Health: up, and down when the index is. */

import { env } from 'cloudflare:workers'
import { beforeAll, expect, it, vi } from 'vitest'
import { openIndex, request } from './door.ts'

beforeAll(openIndex)

it('is well while the index answers', async () => {
  const response = await request('/v1/health')
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ ok: true, parts: { index: 'up' } })
})

it('answers HEAD with the status alone', async () => {
  const response = await request('/v1/health', { method: 'HEAD' })
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('')
})

it('is not well when the index lacks its tables, and logs why', async () => {
  await env.INDEX.batch([
    ...['invite_people', 'invites', 'rooms'].map((table) => env.INDEX.prepare(`DROP TABLE ${table}`)),
  ])
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const response = await request('/v1/health')
  const lines = log.mock.calls.flat()
  log.mockRestore()
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({ ok: false, parts: { index: 'down' } })
  expect(lines).toEqual([expect.stringMatching(/no such table/)])
})
