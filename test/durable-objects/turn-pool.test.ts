/** The TurnPool object: what it is told stays, and nobody but the Worker reaches it. */

import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { MAX_OWN_SERVERS } from '../../src/turn/own-servers.ts'
import { turnPool } from '../../src/turn/pool.ts'
import type { ProbeRun } from '../../src/turn/scoreboard.ts'
import { request } from '../api/door.ts'

const NOW_MS = 1_800_000_000_000
const pool = turnPool(env.TURN_POOL)

const run = (server: string, probe: number | null, endedAtMs = NOW_MS): ProbeRun => ({
  server,
  endedAtMs,
  probes: Array(10).fill(probe),
})

it('begins empty, and answers what runs before and after came to', async () => {
  expect(await pool.board()).toEqual({})
  const down = { 'turn:a.example:3478': { state: 'down', judgedAtMs: NOW_MS } }
  expect(await pool.record([run('turn:a.example:3478', null)], NOW_MS)).toEqual({ before: {}, after: down })
  expect(await pool.board()).toEqual(down)
})

it('still knows it after it was evicted', async () => {
  await pool.record([run('turn:b.example:3478', 900)], NOW_MS)
  const before = await pool.board()
  await evictDurableObject(env.TURN_POOL.getByName('scoreboard'))
  expect(await pool.board()).toEqual(before)
  expect(before['turn:b.example:3478']).toEqual({ state: 'slow', judgedAtMs: NOW_MS })
  // It judges by what it remembers: an older run is none.
  await evictDurableObject(env.TURN_POOL.getByName('scoreboard'))
  await pool.record([run('turn:b.example:3478', 5, NOW_MS - 1)], NOW_MS)
  expect(await pool.board()).toEqual(before)
})

it('takes a run of as many servers as there may be, under names as long as they may be', async () => {
  const host = `${'a'.repeat(62)}.`.repeat(4).slice(0, 250)
  const runs = Array.from({ length: MAX_OWN_SERVERS }, (_, index) => run(`turns:${host}:${10_000 + index}`, 1_000))
  const { after } = await pool.record(runs, NOW_MS)
  expect(runs.every(({ server }) => after[server]?.state === 'slow')).toBe(true)
})

it('is out of every client’s reach: what would run its methods is no route', async () => {
  const board = await pool.board()
  for (const path of ['/do/call/destroy', '/v1/do/call/destroy', '/do/set/scoreboard']) {
    const answer = await request(path, { headers: { 'do-name': 'scoreboard', 'do-content': '[]' } })
    expect(answer.headers.get('content-type')).toMatch(path.startsWith('/v1') ? /json/ : /html/)
  }
  expect(await pool.board()).toEqual(board)
})
