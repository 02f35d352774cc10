/**
 * Earshot's Worker, which also tells where its look-ups were answered from (`GET /lookups`), and looks up what it is asked
 * to, cached and straight from D1 in turn (`POST /lookups`). For bench/lookups.ts, in a runtime for benches alone.
 */

import { findKey } from '../../src/store/api-keys.ts'
import { findDoor } from '../../src/store/invites.ts'
import { doorLookup, keyLookup } from '../../src/store/lookups.ts'
import earshot from '../../src/worker.ts'

export { Archive, Room, TurnPool, Upload } from '../../src/worker.ts'

/** Clocks of the runtime tell whole milliseconds: so many look-ups are timed as one. */
const CACHED_AT_ONCE = 2_000
const UNCACHED_AT_ONCE = 20

interface Task {
  room: string
  key: string
  batches: number
}

export default {
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname !== '/lookups') return earshot.fetch(request, env, ctx)
    if (request.method === 'GET') return Response.json({ keys: keyLookup.counts, rooms: doorLookup.counts })
    return Response.json(await timed(await request.json<Task>(), env.INDEX, ctx))
  },
} satisfies ExportedHandler<Env>

/** Milliseconds for one look-up, in each batch; the four take turns, so that a busy moment falls on all of them. */
async function timed({ room, key, batches }: Task, index: D1Database, ctx: ExecutionContext) {
  const later = (work: Promise<unknown>) => ctx.waitUntil(work)
  const ways = {
    keyCached: () => keyLookup.find(index, key, later),
    keyUncached: () => findKey(index, key),
    roomCached: () => doorLookup.find(index, room, later),
    roomUncached: () => findDoor(index, room),
  }
  const times = { keyCached: [], keyUncached: [], roomCached: [], roomUncached: [] } as Record<
    keyof typeof ways,
    number[]
  >
  for (let batch = 0; batch < batches; batch += 1) {
    for (const way of Object.keys(ways) as (keyof typeof ways)[]) {
      times[way].push(await meanMs(ways[way], way.endsWith('Uncached') ? UNCACHED_AT_ONCE : CACHED_AT_ONCE))
    }
  }
  return times
}

/** One after another: what a request waits for. */
async function meanMs(find: () => Promise<unknown>, count: number): Promise<number> {
  const startedAtMs = performance.now()
  for (let made = 0; made < count; made += 1) if ((await find()) === null) throw new Error('It is not there.')
  return (performance.now() - startedAtMs) / count
}
