/**
 * What the caches of look-ups save: requests of a developer's server to a real runtime, each of which looks up its key and
 * a room; how many of them D1 had to answer; and what a look-up takes with and without them, in the same run.
 *
 *     npm run bench:lookups -- --seconds 20 --json bench/results/lookups.json
 */

import { createHash } from 'node:crypto'
import { newApiKey, writeApiKey } from '../src/tokens/api-key.ts'
import { endInOrder } from '../test/support/process-group.ts'
import { readOptions } from './options.ts'
import { requireWritable, writeReport } from './report.ts'
import { type Runtime, startRuntime } from './runtime.ts'
import { median, round } from './statistics.ts'

/** Where look-ups were answered from, as the Worker counts it. */
interface Counts {
  memory: number
  cache: number
  index: number
}

type Way = 'keyCached' | 'keyUncached' | 'roomCached' | 'roomUncached'

const options = readOptions({
  /** Of requests. */
  seconds: '20',
  /** As many servers, with a key each. */
  keys: '3',
  /** Of each key. */
  rooms: '10',
  /** Requests at a time. */
  clients: '8',
  /** In which look-ups are timed. */
  batches: '100',
  json: '',
})

endInOrder()
if (options.json !== '') requireWritable(options.json)
const runtime = await startRuntime({ entry: 'bench/lookups/worker.ts' })
try {
  const rooms = await makeRooms(runtime, Number(options.keys), Number(options.rooms))
  const requests = await mintTokens(runtime, rooms, Number(options.clients), Number(options.seconds))
  const counts = (await ask(runtime, '/lookups')) as Record<'keys' | 'rooms', Counts>
  const times = (await timeLookups(runtime, rooms[0] as MadeRoom)) as Record<Way, number[]>
  const requestsPerSecond = round(requests / Number(options.seconds), 0)
  const figures = { requests, requestsPerSecond, ...figuresOf(counts, times) }
  console.table(figures.lookups)
  console.log(
    `${requestsPerSecond} requests a second. A look-up from memory takes ${figures.ratio} of the time of one from D1.`,
  )
  if (options.json !== '') writeReport(options.json, { ...options, ...figures })
} finally {
  await runtime.kill()
}

interface MadeRoom {
  id: string
  key: { id: string; text: string }
}

async function makeRooms(runtime: Runtime, keys: number, roomsEach: number): Promise<MadeRoom[]> {
  const rooms: MadeRoom[] = []
  for (let made = 0; made < keys * roomsEach; made += 1) {
    const key =
      made % roomsEach === 0 ? await makeKey(runtime, `Server ${made / roomsEach}`) : (rooms.at(-1) as MadeRoom).key
    const { room } = (await ask(runtime, '/v1/rooms', key.text, { name: `Room ${made}` })) as { room: { id: string } }
    rooms.push({ id: room.id, key })
  }
  return rooms
}

async function makeKey(runtime: Runtime, name: string): Promise<MadeRoom['key']> {
  const { id, secret } = newApiKey()
  const sql = 'INSERT INTO api_keys (id, name, secret_hash, scopes, created_at_ms) VALUES (?, ?, ?, ?, ?)'
  await runtime.askIndex(
    sql,
    id,
    name,
    createHash('sha256').update(secret).digest('base64url'),
    'rooms tokens',
    Date.now(),
  )
  return { id, text: writeApiKey({ id, secret }) }
}

/** Each request is for a room at random, by its key; answers how many there were. */
async function mintTokens(
  runtime: Runtime,
  rooms: readonly MadeRoom[],
  clients: number,
  seconds: number,
): Promise<number> {
  const endsAtMs = performance.now() + seconds * 1_000
  let requests = 0
  const work = async () => {
    while (performance.now() < endsAtMs) {
      const { id, key } = rooms[Math.floor(Math.random() * rooms.length)] as MadeRoom
      await ask(runtime, '/v1/tokens', key.text, { room: id, person: 'bench' })
      requests += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, work))
  return requests
}

function timeLookups(runtime: Runtime, { id, key }: MadeRoom): Promise<unknown> {
  return ask(runtime, '/lookups', undefined, { room: id, key: key.id, batches: Number(options.batches) })
}

async function ask(runtime: Runtime, path: string, key?: string, body?: unknown): Promise<unknown> {
  const headers = {
    'content-type': 'application/json',
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  }
  const posted = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const answer = await fetch(runtime.origin + path, { headers, ...posted })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

function figuresOf(counts: Record<'keys' | 'rooms', Counts>, times: Record<Way, number[]>) {
  const row = (of: Counts, cached: number[], uncached: number[]) => ({
    ...of,
    hitRatio: round((of.memory + of.cache) / (of.memory + of.cache + of.index), 4),
    cachedMedianMs: round(median(cached), 4),
    uncachedMedianMs: round(median(uncached), 4),
    ratio: round(median(cached) / median(uncached), 4),
  })
  const lookups = {
    keys: row(counts.keys, times.keyCached, times.keyUncached),
    rooms: row(counts.rooms, times.roomCached, times.roomUncached),
  }
  const hitRatio = Math.min(lookups.keys.hitRatio, lookups.rooms.hitRatio)
  const ratio = Math.max(lookups.keys.ratio, lookups.rooms.ratio)
  return { hitRatio, ratio, reached: hitRatio >= 0.95 && ratio <= 0.25, lookups }
}
