/** A guarded binding: every call to the storage goes through the guard, and answers what it would without. */

import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { guarded, type Through } from '../../src/api/guarded.ts'
import { openIndex } from './door.ts'

beforeAll(openIndex)

/** Lets every call through, and counts them. */
function counting() {
  const seen = { calls: 0 }
  const through: Through = (call) => {
    seen.calls += 1
    return call()
  }
  return { seen, through }
}

const shut: Through = () => Promise.reject(new Error('shut'))

it('takes every call to R2 through the guard', async () => {
  const { seen, through } = counting()
  const clips = guarded(env.CLIPS, through)
  expect(await clips.put('guarded', 'a clip')).toMatchObject({ key: 'guarded', size: 6 })
  expect(await (await clips.get('guarded'))?.text()).toBe('a clip')
  expect(await clips.head('guarded')).toMatchObject({ size: 6 })
  expect((await clips.list({ prefix: 'guarded' })).objects).toHaveLength(1)
  await (await clips.createMultipartUpload('guarded')).abort()
  await clips.delete('guarded')
  expect(await env.CLIPS.head('guarded')).toBeNull()
  expect(seen.calls).toBe(6)
})

it('writes and deletes nothing while the guard refuses', async () => {
  await env.CLIPS.put('kept', 'a clip')
  const clips = guarded(env.CLIPS, shut)
  await expect(clips.put('kept', 'another')).rejects.toThrow('shut')
  await expect(clips.delete('kept')).rejects.toThrow('shut')
  expect(await (await env.CLIPS.get('kept'))?.text()).toBe('a clip')
})

it('takes every call to D1 through the guard, those of a session too', async () => {
  const { seen, through } = counting()
  const index = guarded(env.INDEX, through)
  const one = index.prepare('SELECT ?1 AS one').bind(1)
  expect(await one.first('one')).toBe(1)
  expect((await index.batch([one, one])).map(({ results }) => results)).toEqual([[{ one: 1 }], [{ one: 1 }]])
  const session = index.withSession()
  expect((await session.prepare('SELECT 2 AS two').all()).results).toEqual([{ two: 2 }])
  expect(seen.calls).toBe(3)
})

it('leaves a method that it does not know as it is', async () => {
  const storage = { factor: 2, double: (by: number) => by * 2, later: async () => 'done', nothing: () => undefined }
  const guard = guarded(storage, shut)
  expect([guard.factor, guard.double(4), await guard.later(), guard.nothing()]).toEqual([2, 8, 'done', undefined])
})
