/** The hourly run forgets which requests came, a day after they did. */

import { applyD1Migrations, createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { claimOccasion, REPEATABLE_MS } from '../../src/store/idempotency.ts'
import worker from '../../src/worker.ts'

const MADE_AT_MS = 1_795_219_200_000
const OCCASION = { caller: 'anybody', key: 'hash of a key', requestHash: 'hash of a request', seedKid: 'test' }

beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))
afterEach(() => vi.restoreAllMocks())

async function runAt(scheduledTime: number): Promise<object> {
  const lines: { sweep?: string }[] = []
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(JSON.parse(line)))
  await worker.scheduled(createScheduledController({ cron: '17 * * * *', scheduledTime: new Date(scheduledTime) }), env)
  return lines.find(({ sweep }) => sweep === 'requests') ?? {}
}

it('forgets them a day later, and not before', async () => {
  await claimOccasion(env.INDEX, OCCASION, MADE_AT_MS)
  expect(await runAt(MADE_AT_MS + REPEATABLE_MS - 1)).toEqual({ level: 'info', sweep: 'requests', removed: 0 })
  expect(await runAt(MADE_AT_MS + REPEATABLE_MS)).toMatchObject({ removed: 1 })
  expect(await runAt(MADE_AT_MS + REPEATABLE_MS)).toMatchObject({ removed: 0 })
})
