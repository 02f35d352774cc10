/** The sweep over real storage: each kind of damage is made, found and mended; what is whole stays as it is. */

import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { clipKey, deleteClipObject, headClipObject } from '../../src/store/clip-objects.ts'
import { indexClip, indexedAmong } from '../../src/store/clips.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { LEFT_ALONE_MS } from '../../src/upkeep/mending.ts'
import { sweepObjects, sweepRows } from '../../src/upkeep/sweep.ts'
import worker from '../../src/worker.ts'
import { errorOf, openIndex } from '../api/door.ts'
import { archiveOf, asked, deleted, keptRoom, ready, type Speaker, say, somebody } from '../api/kept-room.ts'

const NOTHING = { mended: 0, removed: 0, failed: 0 }

let room: string
let ada: Speaker
let slot = 0

beforeAll(async () => {
  await openIndex()
  room = await keptRoom()
  ada = await somebody(room, 'Ada')
})

/** Every test begins with whole clips alone. */
beforeEach(async () => {
  slot += 1_000
  expect(await sweepObjects(env, later())).toMatchObject(NOTHING)
  expect(await sweepRows(env, later())).toMatchObject(NOTHING)
})

/** When everything that is there now is old enough to be judged. */
const later = () => Date.now() + LEFT_ALONE_MS + 1_000

const isIndexed = async (clip: string) => (await indexedAmong(env.INDEX, [clip])).has(clip)
const isStored = async (key: string) => (await headClipObject(env.CLIPS, key)) !== null

async function keyOf(clip: string): Promise<string> {
  return clipKey(ada.person, (await ready(room, clip)).startedAtMs, clip)
}

const dropRow = (clip: string) => env.INDEX.prepare('DELETE FROM clips WHERE id = ?1').bind(clip).run()

const strayObject = (origin: Record<string, string>, clip: string) =>
  env.CLIPS.put(clipKey('guest:stray', 0, clip), new Uint8Array(3), { customMetadata: origin })

it('writes the row again of a clip that lost it', async () => {
  const clip = await say(ada, { slot })
  await dropRow(clip)
  expect(await sweepObjects(env, later())).toMatchObject({ mended: 1, removed: 0 })
  await vi.waitFor(async () => expect(await isIndexed(clip)).toBe(true))
  expect(await isStored(await keyOf(clip))).toBe(true)
})

it('leaves an object alone while its row may be on its way', async () => {
  const clip = await say(ada, { slot })
  await dropRow(clip)
  expect(await sweepObjects(env, Date.now())).toMatchObject(NOTHING)
  expect(await isIndexed(clip)).toBe(false)
  await sweepObjects(env, later())
})

it('deletes the object of a clip that was deleted', async () => {
  const clip = await say(ada, { slot })
  const key = await keyOf(clip)
  await deleted(ada, clip)
  await env.CLIPS.put(key, new Uint8Array(3), { customMetadata: { room, clip } })
  expect(await sweepObjects(env, later())).toMatchObject({ mended: 0, removed: 1 })
  expect(await isStored(key)).toBe(false)
  expect(await isIndexed(clip)).toBe(false)
})

it('deletes an object that no room knows, and none that is not ours', async () => {
  const unknown = randomId()
  const foreign = randomId()
  await strayObject({ room, clip: unknown }, unknown)
  await strayObject({}, foreign)
  expect(await sweepObjects(env, later())).toMatchObject({ removed: 1 })
  expect(await isStored(clipKey('guest:stray', 0, unknown))).toBe(false)
  expect(await isStored(clipKey('guest:stray', 0, foreign))).toBe(true)
})

it('has a clip forgotten whose object is lost, so that nobody is shown what cannot be played', async () => {
  const clip = await say(ada, { slot })
  await deleteClipObject(env.CLIPS, await keyOf(clip))
  expect(await sweepRows(env, later())).toMatchObject({ mended: 0, removed: 1 })
  expect(await isIndexed(clip)).toBe(false)
  expect(await errorOf(await asked(ada, `/v1/clips/${clip}`))).toMatchObject({ status: 410, code: 'clip-deleted' })
  const entries = await archiveOf(room).entriesAfter(0)
  expect(entries.at(-1)).toMatchObject({ kind: 'forgotten', by: null, clips: [clip] })
})

it('removes a row that no room knows', async () => {
  const id = randomId()
  const by = { person: 'guest:stray', name: 'Stray' }
  const clip = { id, startedAtMs: 0, durationMs: 1, waveform: [], bytes: 3, continues: null }
  const row = { ...clip, room, by, source: 'talk', checksum: 'x', key: clipKey(by.person, 0, id) } as const
  await indexClip(env.INDEX, row, Date.now())
  expect(await sweepRows(env, later())).toMatchObject({ removed: 1 })
  expect(await isIndexed(id)).toBe(false)
})

it('counts what it cannot ask about, and meets it again', async () => {
  const clip = await say(ada, { slot })
  await dropRow(clip)
  const mend = () => Promise.reject(new Error('out of reach'))
  const ARCHIVES = { getByName: () => ({ mend }) } as unknown as Env['ARCHIVES']
  expect(await sweepObjects({ ...env, ARCHIVES }, later())).toMatchObject({ mended: 0, failed: 1 })
  expect(await sweepObjects(env, later())).toMatchObject({ mended: 1, failed: 0 })
  await vi.waitFor(async () => expect(await isIndexed(clip)).toBe(true))
})

it('goes through more than one run can look at, page by page', async () => {
  const ids = Array.from({ length: 250 }, () => randomId())
  await Promise.all(ids.map((id) => strayObject({ room, clip: id }, id)))
  const runs = [await sweepObjects(env, later()), await sweepObjects(env, later())]
  expect(runs.map(({ removed }) => removed).reduce((sum, one) => sum + one, 0)).toBe(250)
  expect(runs[0]).toMatchObject({ looked: 200 })
}, 20_000)

it('runs by the clock, and logs counts alone', async () => {
  const clip = await say(ada, { slot })
  await dropRow(clip)
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  const controller = createScheduledController({ scheduledTime: new Date(later()) })
  await worker.scheduled(controller, env)
  const lines = log.mock.calls.map(([line]) => JSON.parse(line))
  log.mockRestore()
  expect(lines).toContainEqual({ level: 'info', sweep: 'objects', looked: expect.any(Number), ...NOTHING, mended: 1 })
  expect(lines).toContainEqual({ level: 'info', sweep: 'rows', looked: expect.any(Number), ...NOTHING })
  await vi.waitFor(async () => expect(await isIndexed(clip)).toBe(true))
})

it('goes on with the rows when the objects cannot be listed', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
  const list = () => Promise.reject(new Error('R2 is out of reach'))
  const CLIPS = { list, head: env.CLIPS.head.bind(env.CLIPS) } as unknown as R2Bucket
  await worker.scheduled(createScheduledController(), { ...env, CLIPS })
  expect(errors.mock.calls.map(([line]) => JSON.parse(line))).toMatchObject([{ level: 'error', sweep: 'objects' }])
  const swept = log.mock.calls.map(([line]) => JSON.parse(line).sweep)
  expect(swept.sort()).toEqual(['requests', 'rooms', 'rows'])
  log.mockRestore()
  errors.mockRestore()
})
