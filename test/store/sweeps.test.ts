/** How far a sweep has come: kept for each by its name, until it begins anew. */

import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { readSweepCursor, writeSweepCursor } from '../../src/store/sweeps.ts'

beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))

it('keeps the place of each sweep', async () => {
  expect(await readSweepCursor(env.INDEX, 'rows')).toBeUndefined()
  await writeSweepCursor(env.INDEX, 'rows', 'here')
  await writeSweepCursor(env.INDEX, 'objects', 'there')
  expect(await readSweepCursor(env.INDEX, 'rows')).toBe('here')
  await writeSweepCursor(env.INDEX, 'rows', undefined)
  expect(await readSweepCursor(env.INDEX, 'rows')).toBeUndefined()
  expect(await readSweepCursor(env.INDEX, 'objects')).toBe('there')
})
