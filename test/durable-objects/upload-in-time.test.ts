/** The end of an upload where somebody gives no answer at all: it has failed by then, and goes on from there. */

import { applyD1Migrations, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { LOUDEST_BYTES, opusFile } from '../support/opus-files.ts'
import { FailingBucket } from './failing-bucket.ts'
import { finish, finishWith, isNotWiped, received, ring } from './finishing.ts'
import { newRoom } from './guest.ts'
import { ADA, type Made, newUpload, objectOf, objectsOf, send } from './uploading.ts'

const SHORT = opusFile({ packets: 60 })
/** Two parts of R2. */
const LARGE = opusFile({ packets: 4_300, packetBytes: LOUDEST_BYTES })
const SOON_MS = 100
/** Longer than anything that is answered takes on a busy machine. */
const LONG_MS = 20_000

beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))

type Others = Parameters<typeof finish>[3]

const finishIn = ({ stub }: Made, bucket: FailingBucket, others: Others) =>
  runInDurableObject(stub, (_, { storage }) => finish(storage.sql, bucket, isNotWiped, others))

/** Objects of which one method never answers. */
function silent<Space extends { getByName(name: string): object }>(space: Space, method: string): Space {
  const getByName = (name: string) =>
    new Proxy(space.getByName(name), {
      get: (stub, asked) => (asked === method ? () => new Promise(() => {}) : Reflect.get(stub, asked, stub)),
    })
  return new Proxy(space, { get: (_, key) => (key === 'getByName' ? getByName : Reflect.get(space, key, space)) })
}

describe('an upload to which R2 gives no answer', () => {
  it.each([
    ['the beginning of its parts', 'createMultipartUpload'],
    ['a part', 'uploadPart'],
    ['the end of its parts', 'complete'],
  ] as const)('to %s is tried again, and leaves nothing begun', async (_, call) => {
    const made = await received(LARGE)
    const bucket = new FailingBucket(env.CLIPS)
    bucket.hangs.set(call, 1)
    const first = await finishIn(made, bucket, { answerWithinMs: 2_000 })
    expect(first).toMatchObject({ state: 'received', attempts: 1, multipart: null })
    expect(bucket.calls.filter((one) => one === 'abort')).toHaveLength(call === 'createMultipartUpload' ? 0 : 1)
    expect(await finishIn(made, bucket, { answerWithinMs: LONG_MS })).toMatchObject({ state: 'announced' })
    expect((await objectOf(made))?.length).toBe(LARGE.length)
  })

  it('to the whole of it is tried again', async () => {
    const made = await received(SHORT)
    const bucket = new FailingBucket(env.CLIPS)
    bucket.hangs.set('put', 1)
    expect(await finishIn(made, bucket, { answerWithinMs: SOON_MS })).toMatchObject({ state: 'received', attempts: 1 })
    expect(await finishIn(made, bucket, { answerWithinMs: LONG_MS })).toMatchObject({ state: 'announced' })
    expect(await objectOf(made)).toEqual(SHORT)
  })

  it('when it is taken back is cleared away later', async () => {
    const made = await received(SHORT)
    const bucket = new FailingBucket(env.CLIPS)
    bucket.hangs.set('delete', 1)
    await runInDurableObject(made.stub, (_, { storage: { sql } }) => {
      sql.exec(`UPDATE upload SET state = 'ending'`)
    })
    expect(await finishIn(made, bucket, { answerWithinMs: SOON_MS })).toMatchObject({ state: 'ending', attempts: 1 })
    await expect(finishIn(made, bucket, { answerWithinMs: LONG_MS })).resolves.toMatchObject({ attempts: 2 })
    expect(bucket.calls).toEqual(['delete', 'delete'])
  })
})

describe('an upload to which its room gives no answer', () => {
  it.each(['takeMessage', 'endUpload'])('(%s) is tried again', async (method) => {
    const made = await received(method === 'takeMessage' ? SHORT : SHORT.toReversed())
    const bucket = new FailingBucket(env.CLIPS)
    const others = { ARCHIVES: silent(env.ARCHIVES, method), answerWithinMs: 2_000 }
    const waits = method === 'takeMessage' ? { state: 'written', attempts: 1 } : { state: 'refused', attempts: 1 }
    expect(await finishIn(made, bucket, others)).toMatchObject(waits)
    const ends = method === 'takeMessage' ? { state: 'announced' } : { state: 'refused', dueAtMs: null }
    expect(await finishWith(made, bucket)).toMatchObject(ends)
    expect(await objectsOf(made)).toHaveLength(method === 'takeMessage' ? 1 : 0)
  })
})

describe('an upload that joins parts', () => {
  it('is tried again where one of them gives no answer', async () => {
    const room = await newRoom()
    const part = await newUpload({ room, kind: 'partial', lengthBytes: SHORT.length })
    await send(part.stub, SHORT)
    const final = await newUpload({ room, kind: 'final', parts: [part.upload] })
    // As it was before its first step.
    await runInDurableObject(final.stub, (_, { storage: { sql } }) => {
      sql.exec(`UPDATE upload SET state = 'received', offset_bytes = 0, parts = ?`, JSON.stringify([part.upload]))
    })
    const others = { UPLOADS: silent(env.UPLOADS, 'read'), answerWithinMs: SOON_MS }
    expect(await finishIn(final, new FailingBucket(env.CLIPS), others)).toMatchObject({
      state: 'received',
      attempts: 1,
    })
  })
})

describe('what a crash has left begun in R2', () => {
  it('goes as soon as anybody asks, however far off the next attempt is', async () => {
    const made = await received(LARGE)
    const bucket = new FailingBucket(env.CLIPS)
    const left = await env.CLIPS.createMultipartUpload(`clips/ada/202611/${made.clip}.opus`)
    await runInDurableObject(made.stub, (_, { storage: { sql } }) => {
      const far = Date.now() + 3_600_000
      sql.exec('UPDATE upload SET multipart = ?, started_at_ms = ?, due_at_ms = ?', left.uploadId, NOVEMBER_MS, far)
    })
    expect(await made.stub.look(ADA)).toMatchObject({ upload: { state: 'received' } })
    const multipart = () =>
      runInDurableObject(
        made.stub,
        (_, { storage: { sql } }) => sql.exec('SELECT multipart FROM upload').one().multipart,
      )
    await expect.poll(multipart).toBeNull()
    await expect(left.uploadPart(1, 'x')).rejects.toThrow()
    await ring(made)
    expect(await made.stub.look(ADA)).toMatchObject({ upload: { state: 'announced' } })
    expect(bucket.calls).toEqual([])
  })
})

const NOVEMBER_MS = Date.UTC(2026, 10, 2)
