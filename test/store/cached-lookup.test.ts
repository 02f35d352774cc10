/** Cached look-ups: how old an answer may be, in whichever layer it was, and what happens when a layer fails. */

import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { CachedLookup, GOOD_FOR_MS } from '../../src/store/cached-lookup.ts'
import { randomId } from '../../src/tokens/random-id.ts'

interface Row {
  says: string
}

let nowMs: number
let rows: Map<string, Row>
let reads: string[]
let work: Promise<unknown>[]

beforeEach(() => {
  nowMs = 1_000_000
  rows = new Map([
    ['a', { says: 'one' }],
    ['b', { says: 'two' }],
    ['c', { says: 'three' }],
  ])
  reads = []
  work = []
})

/** Another isolate is one with a memory of its own; those of one name share the cache. */
const lookupOf = (name: string, options: { capacity?: number; cache?: () => Cache } = {}) =>
  new CachedLookup<Row>({
    name,
    capacity: 10,
    now: () => nowMs,
    read: async (_, id) => {
      reads.push(id)
      return rows.get(id) ?? null
    },
    ...options,
  })

const find = async (lookup: CachedLookup<Row>, id: string) => {
  const found = await lookup.find(env.INDEX, id, (promise) => work.push(promise))
  await Promise.all(work)
  return found?.says
}

it('asks D1 once for what is asked for again and again', async () => {
  const lookup = lookupOf(randomId())
  expect([await find(lookup, 'a'), await find(lookup, 'a'), await find(lookup, 'a')]).toEqual(['one', 'one', 'one'])
  expect(reads).toEqual(['a'])
  expect(lookup.counts).toEqual({ memory: 2, cache: 0, index: 1 })
})

it('finds in the cache what another isolate has asked for', async () => {
  const name = randomId()
  const [one, other] = [lookupOf(name), lookupOf(name)]
  await find(one, 'a')
  expect([await find(other, 'a'), await find(other, 'a')]).toEqual(['one', 'one'])
  expect(other.counts).toEqual({ memory: 1, cache: 1, index: 0 })
})

it('keeps apart what is looked up under different names', async () => {
  await find(lookupOf(randomId()), 'a')
  await find(lookupOf(randomId()), 'a')
  expect(reads).toEqual(['a', 'a'])
})

it('is never older than five seconds from when D1 was asked, through both layers', async () => {
  const name = randomId()
  const [one, other] = [lookupOf(name), lookupOf(name)]
  await find(one, 'a')
  rows.set('a', { says: 'changed' })
  nowMs += GOOD_FOR_MS - 1
  expect([await find(one, 'a'), await find(other, 'a')]).toEqual(['one', 'one'])
  nowMs += 1
  expect([await find(one, 'a'), await find(other, 'a')]).toEqual(['changed', 'changed'])
})

it('counts from before D1 was asked, not from when it answered', async () => {
  const slow = new CachedLookup<Row>({
    name: randomId(),
    capacity: 10,
    now: () => nowMs,
    read: async () => {
      const found = { says: String(nowMs) }
      nowMs += GOOD_FOR_MS
      return found
    },
  })
  const first = await find(slow, 'a')
  expect(await find(slow, 'a')).not.toBe(first)
})

it('knows at once what was written here, in both layers', async () => {
  const name = randomId()
  const [one, other] = [lookupOf(name), lookupOf(name)]
  await find(one, 'a')
  rows.set('a', { says: 'changed' })
  await one.forget('a')
  expect([await find(one, 'a'), await find(other, 'a')]).toEqual(['changed', 'changed'])
})

it('does not keep what was read before a write and answered after it', async () => {
  const asked = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const lookup = new CachedLookup<Row>({
    name: randomId(),
    capacity: 10,
    now: () => nowMs,
    read: async (_, id) => {
      const found = rows.get(id) ?? null
      asked.resolve()
      await held.promise
      return found
    },
  })
  const before = find(lookup, 'a')
  await asked.promise
  rows.set('a', { says: 'changed' })
  await lookup.forget('a')
  held.resolve()
  expect([await before, await find(lookup, 'a')]).toEqual(['one', 'changed'])
})

it('does not remember that there is nothing', async () => {
  const lookup = lookupOf(randomId())
  expect(await find(lookup, 'new')).toBeUndefined()
  rows.set('new', { says: 'here' })
  expect(await find(lookup, 'new')).toBe('here')
})

it('holds no more than it may, and lets go of what nobody has asked for longest', async () => {
  const lookup = lookupOf(randomId(), { capacity: 2, cache: () => unable() })
  for (const id of ['a', 'b', 'a', 'c', 'a', 'b']) await find(lookup, id)
  expect(reads).toEqual(['a', 'b', 'c', 'b'])
})

const unable = (): Cache => {
  throw new Error('This platform has no cache.')
}

it.each([
  ['is not there', unable],
  ['fails', () => failing(() => Promise.reject(new Error('out of reach')))],
  ['answers nonsense', () => failing(async () => new Response('<html>'))],
])('asks D1 where the cache %s', async (_, cache) => {
  const name = randomId()
  const [one, other] = [lookupOf(name, { cache }), lookupOf(name, { cache })]
  expect([await find(one, 'a'), await find(one, 'a'), await find(other, 'a')]).toEqual(['one', 'one', 'one'])
  await one.forget('a')
  expect(reads).toEqual(['a', 'a'])
})

const failing = (answer: () => Promise<Response>): Cache => ({
  match: answer,
  put: () => Promise.reject(new Error('full')),
  delete: () => Promise.reject(new Error('out of reach')),
})

it('says when D1 fails', async () => {
  const lookup = new CachedLookup<Row>({
    name: randomId(),
    capacity: 1,
    read: () => Promise.reject(new Error('D1_ERROR')),
  })
  await expect(find(lookup, 'a')).rejects.toThrow('D1_ERROR')
})
