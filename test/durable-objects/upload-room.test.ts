/** What a room may have under way, everybody together: refused beyond it, free again when an upload ends, and each room for itself. */

import { applyD1Migrations, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  MAX_ROOM_UPLOAD_BYTES,
  MAX_ROOM_UPLOADS,
  MAX_UPLOAD_BYTES,
  MAX_UPLOADS,
  UPLOAD_STEP_BYTES,
} from '../../src/protocol/limits.ts'
import type { NewUpload, UploadKind } from '../../src/tus/upload.ts'
import { uploadName } from '../../src/tus/upload-name.ts'
import { opusFile } from '../support/opus-files.ts'
import { newRoom, randomId } from './guest.ts'
import { ADA, appending, bodyOf, FACTS, type Made, newUpload, send, storedBytes } from './uploading.ts'

const SHORT = opusFile({ packets: 60 })
const FULL = { ok: false, reason: 'room-uploads-full' }
const UNKNOWN = { ok: false, reason: 'unknown-upload' }
const BOB = { person: 'bob', role: 'speaker' } as const

beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))

const archiveOf = (room: string) => env.ARCHIVES.getByName(room)

const wish = (bytes: number, kind: UploadKind = 'whole') =>
  ({ asker: BOB, name: 'Bob', upload: randomId(), message: null, kind, bytes }) as const

/** Others have begun so many in this room, of so many bytes together. */
const flood = (room: string, uploads: number, bytes: number) =>
  runInDurableObject(archiveOf(room), (_, { storage }) => {
    const begun = `INSERT INTO uploads (upload, person, clip, kind, begun_at_ms, bytes) VALUES (?, ?, ?, 'whole', ?, ?)`
    for (let at = 0; at < uploads; at += 1) {
      storage.sql.exec(begun, `flood-${at}`, `eve-${at}`, randomId(), Date.now(), at === 0 ? bytes : 0)
    }
  })

const underWay = (room: string) =>
  runInDurableObject(archiveOf(room), (_, { storage }) =>
    storage.sql
      .exec<{ uploads: number; bytes: number }>(
        `SELECT COUNT(*) AS uploads, IFNULL(SUM(bytes), 0) AS bytes FROM uploads WHERE done = 0 AND upload NOT LIKE 'flood%'`,
      )
      .one(),
  )
const NOTHING = { uploads: 0, bytes: 0 }

const HOUR_MS = 3_600_000

/** Everything was begun so long ago. */
const later = (room: string, ms: number) =>
  runInDurableObject(archiveOf(room), (_, { storage }) => {
    storage.sql.exec('UPDATE uploads SET begun_at_ms = begun_at_ms - ?', ms)
  })

describe('what a room counts as under way', () => {
  it('is no upload that was never made, an hour behind its beginning', async () => {
    const room = await newRoom()
    await newUpload({ room, lengthBytes: SHORT.length })
    expect(await archiveOf(room).beginUpload(wish(700))).toMatchObject({ ok: true })
    expect(await underWay(room)).toEqual({ uploads: 2, bytes: SHORT.length + 700 })
    await later(room, HOUR_MS + 1)
    expect(await archiveOf(room).beginUpload(wish(5))).toMatchObject({ ok: true })
    expect(await underWay(room)).toEqual({ uploads: 2, bytes: SHORT.length + 5 })
  })

  it('is no such upload where another one grows, either', async () => {
    const room = await newRoom()
    const { stub } = await newUpload({ room })
    const rest = MAX_ROOM_UPLOAD_BYTES - UPLOAD_STEP_BYTES
    expect(await archiveOf(room).beginUpload(wish(rest))).toMatchObject({ ok: true })
    const bytes = new Uint8Array(UPLOAD_STEP_BYTES + 1)
    const grow = () => stub.append(appending(0, { bodyBytes: bytes.length }), bodyOf(bytes))
    expect(await grow()).toMatchObject(FULL)
    await later(room, HOUR_MS + 1)
    expect(await grow()).toMatchObject({ ok: true, upload: { offsetBytes: bytes.length } })
    expect(await underWay(room)).toEqual({ uploads: 1, bytes: 2 * UPLOAD_STEP_BYTES })
  })

  it('is no upload that has become nothing within two weeks', async () => {
    const room = await newRoom()
    const made = await newUpload({ room, lengthBytes: SHORT.length })
    await runInDurableObject(made.stub, (_, { storage }) => storage.deleteAll())
    await later(room, 14 * 24 * HOUR_MS - 60_000)
    await archiveOf(room).beginUpload(wish(5))
    expect(await underWay(room)).toEqual({ uploads: 2, bytes: SHORT.length + 5 })
    await later(room, 2 * HOUR_MS)
    await archiveOf(room).beginUpload(wish(7))
    expect(await underWay(room)).toEqual({ uploads: 1, bytes: 7 })
  })

  it('is an upload that is there, whoever withdraws it, and none that could not be made', async () => {
    const room = await newRoom()
    const made = await newUpload({ room, lengthBytes: SHORT.length })
    await archiveOf(room).withdrawUpload(made.upload)
    expect(await underWay(room)).toEqual({ uploads: 1, bytes: SHORT.length })
    const never = wish(700)
    await archiveOf(room).beginUpload(never)
    await archiveOf(room).withdrawUpload(never.upload)
    expect(await underWay(room)).toEqual({ uploads: 1, bytes: SHORT.length })
  })
})

/** Begun with one wish, and made as it says itself. */
async function begunAndMade(room: string, begun: Partial<ReturnType<typeof wish>>, made: Partial<NewUpload>) {
  const grant = await archiveOf(room).beginUpload({ ...wish(0), ...begun })
  if (!grant.ok) throw new Error(grant.reason)
  const { upload, clip, by } = grant
  const stub = env.UPLOADS.getByName(uploadName(room, upload))
  const like = { kind: 'whole', lengthBytes: null, concat: '', metadata: '', role: 'speaker' } as const
  return { stub, answer: await stub.create({ upload, room, by, clip, parts: [], facts: FACTS, ...like, ...made }) }
}

describe('an upload that is made', () => {
  it('counts as what it says itself, whatever it was begun as', async () => {
    const room = await newRoom()
    const { answer } = await begunAndMade(room, { bytes: 1 }, { lengthBytes: MAX_UPLOAD_BYTES })
    expect(answer).toMatchObject({ ok: true })
    expect(await underWay(room)).toEqual({ uploads: 1, bytes: MAX_UPLOAD_BYTES })
  })

  it('is nothing where there is no room for that', async () => {
    const room = await newRoom()
    await flood(room, 1, MAX_ROOM_UPLOAD_BYTES - 5_000)
    const { answer, stub } = await begunAndMade(room, { bytes: 1 }, { lengthBytes: MAX_UPLOAD_BYTES })
    expect(answer).toEqual(FULL)
    expect(await stub.look(BOB.person)).toEqual(UNKNOWN)
    await expect.poll(() => underWay(room)).toEqual(NOTHING)
    await expect.poll(() => storedBytes(stub)).toBe(-1)
  })

  it('is nothing where another kind of it was begun, which counts otherwise', async () => {
    const room = await newRoom()
    const { answer, stub } = await begunAndMade(room, { kind: 'final' }, { lengthBytes: 7 })
    expect(answer).toEqual(UNKNOWN)
    await expect.poll(() => storedBytes(stub)).toBe(-1)
    expect(await underWay(room)).toEqual(NOTHING)
  })

  it('[U3] is nothing where it has ended between the answer of its room and its making', async () => {
    const room = await newRoom()
    const made = await newUpload({ room, lengthBytes: SHORT.length })
    expect(await made.stub.terminate(ADA)).toMatchObject({ ok: true })
    await expect.poll(() => storedBytes(made.stub)).toBe(-1)
    expect(await made.stub.create(made.made)).toEqual(UNKNOWN)
    expect(await send(made.stub, SHORT)).toEqual(UNKNOWN)
    await expect.poll(() => storedBytes(made.stub)).toBe(-1)
    expect(await underWay(room)).toEqual(NOTHING)
  })

  it('takes no more than it counts as once its room knows it no more', async () => {
    const room = await newRoom()
    const made = await newUpload({ room })
    await archiveOf(room).endUpload(made.upload)
    const more = appending(0, { bodyBytes: UPLOAD_STEP_BYTES + 1 })
    expect(await made.stub.append(more, bodyOf(new Uint8Array(UPLOAD_STEP_BYTES + 1)))).toEqual(UNKNOWN)
    await expect.poll(() => storedBytes(made.stub)).toBe(-1)
  })
})

describe('somebody who has as many uploads under way as one person may', () => {
  it('can still join the parts', async () => {
    const room = await newRoom()
    const [first, second] = [
      await newUpload({ room, kind: 'partial', lengthBytes: 2_000 }),
      await newUpload({ room, kind: 'partial', lengthBytes: SHORT.length - 2_000 }),
    ]
    await send(first.stub, SHORT.subarray(0, 2_000))
    await send(second.stub, SHORT.subarray(2_000))
    await runInDurableObject(archiveOf(room), (_, { storage }) => {
      const begun = `INSERT INTO uploads (upload, person, clip, kind, begun_at_ms) VALUES (?, ?, ?, 'partial', ?)`
      for (let at = 2; at < MAX_UPLOADS; at += 1) storage.sql.exec(begun, `part-${at}`, ADA, randomId(), Date.now())
    })
    const final = await newUpload({ room, kind: 'final', parts: [first.upload, second.upload] })
    expect(final.answer).toMatchObject({ ok: true, upload: { state: 'announced' } })
  })
})

describe('a room that has as many uploads under way as it may', () => {
  it('takes no other, but one that joins parts; and no other room is in its way', async () => {
    const [full, other] = [await newRoom(), await newRoom()]
    await flood(full, MAX_ROOM_UPLOADS, 0)
    expect(await archiveOf(full).beginUpload(wish(1))).toEqual(FULL)
    expect(await archiveOf(full).beginUpload(wish(0, 'final'))).toMatchObject({ ok: true })
    expect(await archiveOf(other).beginUpload(wish(1))).toMatchObject({ ok: true })
    const made = await newUpload({ room: other, lengthBytes: SHORT.length })
    expect(await send(made.stub, SHORT)).toMatchObject({ ok: true, upload: { state: 'announced' } })
  })
})

describe('a room whose uploads have as many bytes as they may', () => {
  const LEFT = 2 * UPLOAD_STEP_BYTES

  it('takes none that would be more', async () => {
    const room = await newRoom()
    await flood(room, 1, MAX_ROOM_UPLOAD_BYTES - LEFT)
    expect(await archiveOf(room).beginUpload(wish(LEFT + 1))).toEqual(FULL)
    expect(await archiveOf(room).beginUpload(wish(LEFT))).toMatchObject({ ok: true })
    expect(await archiveOf(room).beginUpload(wish(1))).toEqual(FULL)
  })

  it('has room again once one is a message, is taken back, or its time is over', async () => {
    const room = await newRoom()
    const ends: ((made: Made) => Promise<unknown>)[] = [
      ({ stub }) => send(stub, SHORT),
      ({ stub }) => stub.terminate(ADA),
      async ({ stub }) => {
        await runInDurableObject(stub, (_, { storage }) => storage.sql.exec('UPDATE upload SET expires_at_ms = 1'))
        await runDurableObjectAlarm(stub)
      },
      ({ stub }) => send(stub, SHORT.toReversed()),
    ]
    for (const end of ends) {
      const made = await newUpload({ room, lengthBytes: SHORT.length })
      expect(await underWay(room)).toEqual({ uploads: 1, bytes: SHORT.length })
      await end(made)
      await expect.poll(() => underWay(room)).toEqual(NOTHING)
    }
  })

  it('lets one of no known length grow while there is room, and refuses what would be more', async () => {
    const room = await newRoom()
    const made = await newUpload({ room })
    const append = (from: number, bodyBytes: number | null, bytes = SHORT) =>
      made.stub.append(appending(from, { bodyBytes }), bodyOf(bytes))
    expect(await append(0, SHORT.length)).toMatchObject({ ok: true })
    await flood(room, 1, MAX_ROOM_UPLOAD_BYTES - LEFT)
    const refused = { ...FULL, upload: { state: 'receiving', offsetBytes: SHORT.length } }
    expect(await append(SHORT.length, LEFT)).toMatchObject(refused)
    expect(await append(SHORT.length, UPLOAD_STEP_BYTES)).toMatchObject({ ok: true })
    expect(await underWay(room)).toEqual({ uploads: 1, bytes: LEFT })
    const end = { bodyBytes: 0, lengthBytes: 2 * SHORT.length }
    expect(await made.stub.append(appending(2 * SHORT.length, end), null)).toMatchObject({ reason: 'not-a-clip' })
    await expect.poll(() => underWay(room)).toEqual(NOTHING)
  })

  it('counts a body of no said length as it comes, and takes of it what there is room for', async () => {
    const room = await newRoom()
    const made = await newUpload({ room })
    const append = (from: number, bytes: Uint8Array) => made.stub.append(appending(from), bodyOf(bytes))
    expect(await append(0, SHORT)).toMatchObject({ ok: true })
    expect((await underWay(room)).bytes).toBeLessThanOrEqual(UPLOAD_STEP_BYTES)
    await flood(room, 1, MAX_ROOM_UPLOAD_BYTES - LEFT)
    const refused = await append(SHORT.length, new Uint8Array(LEFT))
    expect(refused).toMatchObject({ ...FULL, upload: { state: 'receiving' } })
    const came = refused.upload?.offsetBytes ?? 0
    expect(came).toBe(LEFT)
    expect(await underWay(room)).toEqual({ uploads: 1, bytes: LEFT })
  })

  it('takes a body of no said length that fits in what is counted, to its last byte', async () => {
    const room = await newRoom()
    const made = await newUpload({ room })
    const append = (from: number, bytes: number) => made.stub.append(appending(from), bodyOf(new Uint8Array(bytes)))
    const almost = UPLOAD_STEP_BYTES - 10_000
    expect(await append(0, almost)).toMatchObject({ ok: true, upload: { offsetBytes: almost } })
    await flood(room, 1, MAX_ROOM_UPLOAD_BYTES - UPLOAD_STEP_BYTES)
    expect(await append(almost, 5_000)).toMatchObject({ ok: true, upload: { offsetBytes: almost + 5_000 } })
    const full = { offsetBytes: UPLOAD_STEP_BYTES }
    expect(await append(almost + 5_000, 5_000)).toMatchObject({ ok: true, upload: full })
    expect(await append(UPLOAD_STEP_BYTES, 1)).toMatchObject({ ...FULL, upload: full })
    expect(await append(UPLOAD_STEP_BYTES, 0)).toMatchObject({ ok: true, upload: full })
  })
})
