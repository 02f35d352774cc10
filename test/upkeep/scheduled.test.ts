/** What the clock has done, and when. */

import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { turnPool } from '../../src/turn/pool.ts'
import { PROBES_CRON } from '../../src/upkeep/scheduled.ts'
import worker from '../../src/worker.ts'
import wranglerToml from '../../wrangler.toml?raw'

const lines: { level: string }[] = []

beforeEach(() => {
  lines.length = 0
  for (const level of ['log', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line) => void lines.push(JSON.parse(line)))
  }
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const probe = (settings: Partial<Env>) =>
  worker.scheduled(createScheduledController({ cron: PROBES_CRON }), { ...env, ...settings })

it('is called as wrangler.toml has it', () => {
  expect(wranglerToml).toMatch(/^crons = \["17 \* \* \* \*", "\* \* \* \* \*"\]$/m)
  expect(PROBES_CRON).toBe('* * * * *')
})

it('does nothing at all each minute where there is no own server', async () => {
  await probe({ TURN_SERVERS: '', TURN_SECRETS: 'secret' })
  await probe({ TURN_KEY_ID: 'key', TURN_KEY_API_TOKEN: 'token' })
  expect(lines).toEqual([])
})

it('probes own servers each minute, and says what became of them', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  // Nobody listens there.
  const running = probe({ TURN_SERVERS: 'turn:127.0.0.1:1 turn:127.0.0.1:2', TURN_SECRETS: 'secret' })
  await vi.advanceTimersByTimeAsync(10_000)
  await running
  expect(lines).toEqual([
    { level: 'warn', turn: { server: 'turn:127.0.0.1:1', state: 'down' } },
    { level: 'warn', turn: { server: 'turn:127.0.0.1:2', state: 'down' } },
    { level: 'info', turn: 'probes', up: 0, slow: 0, down: 2 },
  ])
  expect(await turnPool(env.TURN_POOL).board()).toMatchObject({ 'turn:127.0.0.1:1': { state: 'down' } })
})

it('has the next minute try again when the scoreboard is out of reach', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const TURN_POOL = { idFromName: () => 'x', get: () => ({ fetch: async () => new Response('{}', { status: 500 }) }) }
  const broken = { TURN_POOL: TURN_POOL as unknown as DurableObjectNamespace }
  const running = probe({ TURN_SERVERS: 'turn:127.0.0.1:1', TURN_SECRETS: 'secret', ...broken })
  await vi.advanceTimersByTimeAsync(10_000)
  await running
  expect(lines).toEqual([{ level: 'error', turn: 'probes', error: expect.any(String) }])
})
