/** The end of an upload where something fails: R2, D1 or this object in the middle of it. One message or none, and nothing left behind. */

import { abortAllDurableObjects, applyD1Migrations, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { listClips } from '../../src/store/clips.ts'
import { MAX_CRASHES } from '../../src/tus/stored-upload.ts'
import { uploadName } from '../../src/tus/upload-name.ts'
import { LOUDEST_BYTES, opusFile } from '../support/opus-files.ts'
import { FailingBucket } from './failing-bucket.ts'
import { finish, finishWith, isNotWiped, received, ring } from './finishing.ts'
import { randomId } from './guest.ts'
import { ADA, type Made, newUpload, objectOf, objectsOf, send, storedBytes } from './uploading.ts'

const SHORT = opusFile({ packets: 60 })
/** Two parts of R2. */
const LARGE = opusFile({ packets: 4_300, packetBytes: LOUDEST_BYTES })

describe('while D1 is down', () => {
  it('a message is stored, told to everybody at once and once, and listed when D1 is back', async () => {
    const made = await newUpload({ lengthBytes: SHORT.length, facts: { ack: 'indexed' } })
    expect(await send(made.stub, SHORT)).toMatchObject({ ok: true, upload: { state: 'stored', entry: null } })
    expect(await storedBytes(made.stub)).toBe(0)
    const owner = { person: 'olga', role: 'owner' } as const
    const entries = async () => (await made.archive.page({ ...owner, limit: 9 })) as { entries: { number: number }[] }
    const told = [{ number: 1, kind: 'clip', id: made.clip, clip: { bytes: SHORT.length } }]
    expect(await entries()).toMatchObject({ entries: told })
    expect(await made.archive.clip({ clip: made.clip, asker: owner })).toMatchObject({ details: { state: 'ready' } })
    expect(await made.archive.outbox(owner)).toMatchObject({ waiting: [{ clip: made.clip, failure: 'index' }] })
    await applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS)
    await runInDurableObject(
      made.archive,
      (_, { storage }) => storage.sql.exec('UPDATE talks SET due_at_ms = 1').rowsWritten,
    )
    await ring(made)
    expect(await made.stub.look(ADA)).toMatchObject({ upload: { state: 'announced', entry: 1 } })
    expect(await entries()).toMatchObject({ entries: told })
    expect(await listClips(env.INDEX, made.room, { limit: 2 })).toMatchObject([{ id: made.clip }])
  })
})

describe('while R2 fails', () => {
  it('an upload keeps its bytes, counts its attempts, and waits longer each time', async () => {
    const made = await received(SHORT)
    const bucket = new FailingBucket(env.CLIPS)
    bucket.fails.set('put', 2)
    const first = await finishWith(made, bucket)
    expect(first).toMatchObject({ state: 'received', attempts: 1, offsetBytes: SHORT.length })
    expect(first?.dueAtMs).toBeGreaterThan(Date.now())
    expect(await made.stub.look(ADA)).toMatchObject({ ok: true, upload: { state: 'received' } })
    expect(await finishWith(made, bucket)).toMatchObject({ state: 'received', attempts: 2 })
    await ring(made)
    expect(await made.stub.look(ADA)).toMatchObject({ upload: { state: 'announced' } })
    expect(await objectOf(made)).toEqual(SHORT)
  })

  it('for days, an upload is not given up', async () => {
    const made = await received(SHORT)
    const bucket = new FailingBucket(env.CLIPS)
    bucket.fails.set('put', 1)
    await runInDurableObject(made.stub, (_, { storage }) => {
      storage.sql.exec('UPDATE upload SET failing_since_ms = 1, attempts = 99, expires_at_ms = 1')
    })
    const upload = await finishWith(made, bucket)
    expect(upload).toMatchObject({ state: 'received', attempts: 100 })
    expect(upload?.dueAtMs).toBeGreaterThan(Date.now())
    expect(await made.stub.look(ADA)).toMatchObject({ ok: true, upload: { state: 'received' } })
  })

  it.each([
    ['its beginning', 'createMultipartUpload'],
    ['the answer to its beginning', 'createMultipartUpload-after'],
    ['a part', 'uploadPart'],
    ['the answer to a part', 'uploadPart-after'],
    ['its end', 'complete'],
    ['the answer to its end', 'complete-after'],
  ] as const)('a large one goes in parts again, and %s is no trouble', async (_, call) => {
    const made = await received(LARGE)
    const bucket = new FailingBucket(env.CLIPS)
    bucket.fails.set(call, 1)
    expect(await finishWith(made, bucket)).toMatchObject({ state: 'received', attempts: 1 })
    expect(await finishWith(made, bucket)).toMatchObject({ state: 'announced', multipart: null })
    expect((await objectOf(made))?.length).toBe(LARGE.length)
    expect(bucket.calls.filter((one) => one === 'createMultipartUpload')).toHaveLength(2)
    // One whose beginning nobody was told of is the only one that stays, unseen, until R2 sweeps it.
    const aborts = bucket.calls.filter((one) => one === 'abort').length
    expect(aborts).toBe(call.startsWith('createMultipartUpload') ? 0 : 1)
  })

  it('what is no clip is refused at once, and what was begun for it is cleared away later', async () => {
    const made = await received(LARGE.slice().fill(7, LARGE.length - 9))
    const bucket = new FailingBucket(env.CLIPS)
    bucket.fails.set('abort', 2)
    const upload = await finishWith(made, bucket)
    expect(upload).toMatchObject({ state: 'refused', fault: 'broken-page' })
    expect(upload?.multipart).not.toBeNull()
    expect(await finishWith(made, bucket)).toMatchObject({ state: 'refused', multipart: null, dueAtMs: null })
    expect(await objectsOf(made)).toEqual([])
  })
})

describe('an upload that is taken back', () => {
  it('while its parts are begun leaves none of them in R2', async () => {
    const made = await received(LARGE)
    const bucket = new FailingBucket(env.CLIPS)
    bucket.fails.set('abort', 2)
    const wipes: string[] = []
    await runInDurableObject(made.stub, async (_, { storage: { sql } }) => {
      bucket.meanwhile.set('createMultipartUpload', () => takeBack(sql))
      expect(await finish(sql, bucket, isNotWiped)).toMatchObject({ state: 'ending', multipart: expect.any(String) })
      await finish(sql, bucket, async () => {
        wipes.push('all')
        sql.exec('DELETE FROM upload')
      })
    })
    expect([bucket.calls, wipes]).toEqual([['createMultipartUpload', 'abort', 'abort', 'abort', 'delete'], ['all']])
  })
})

/** As its object does, which has no part in these steps. */
function takeBack(sql: SqlStorage): void {
  sql.exec('DELETE FROM pieces')
  sql.exec(`UPDATE upload SET state = 'ending', due_at_ms = 1, attempts = 0`)
}

describe('a crash', () => {
  it('behind the last byte is made good by the alarm', async () => {
    const made = await received(LARGE)
    await abortAllDurableObjects()
    await ring(made)
    expect(await env.UPLOADS.getByName(uploadName(made.room, made.upload)).look(ADA)).toMatchObject({
      upload: { state: 'announced' },
    })
    expect((await objectOf(made))?.length).toBe(LARGE.length)
  })

  it('with every look at its bytes ends in a refusal, and one failure that is told counts as none', async () => {
    const made = await received(LARGE)
    const bucket = new FailingBucket(env.CLIPS)
    bucket.fails.set('createMultipartUpload', 1)
    const setCrashes = (crashes: number) =>
      runInDurableObject(made.stub, (_, { storage }) => {
        storage.sql.exec('UPDATE upload SET crashes = ?', crashes)
      })
    await setCrashes(MAX_CRASHES - 1)
    expect(await finishWith(made, bucket)).toMatchObject({ state: 'received', attempts: 1, crashes: 0 })
    await setCrashes(MAX_CRASHES)
    expect(await finishWith(made, bucket)).toMatchObject({ state: 'refused', fault: 'unreadable', dueAtMs: null })
    expect(bucket.calls).toEqual(['createMultipartUpload'])
    expect([await storedBytes(made.stub), await objectsOf(made)]).toEqual([0, []])
    expect(await made.stub.look(ADA)).toMatchObject({ ok: false, reason: 'not-a-clip', fault: 'unreadable' })
  })

  it('between R2 and the room announces it once, and writes it again where it was swept meanwhile', async () => {
    const made = await received(SHORT)
    const file = { startedAtMs: 1, durationMs: 1_000, waveform: Array(30).fill(1), bytes: SHORT.length, checksum: 'x' }
    const back = JSON.stringify({ ...file, key: `clips/ada/197001/${made.clip}.opus` })
    await runInDurableObject(made.stub, (_, { storage }) => {
      storage.sql.exec(`UPDATE upload SET state = 'written', attempts = 1, file = ?`, back)
    })
    expect(await finishWith(made, new FailingBucket(env.CLIPS))).toMatchObject({ state: 'announced' })
    expect(await objectOf(made)).toEqual(SHORT)
  })
})

describe('a message that is gone before its upload knows', () => {
  it('stays gone when it was deleted', async () => {
    const made = await newUpload({ lengthBytes: SHORT.length, facts: { ack: 'stored' } })
    await send(made.stub, SHORT)
    await expect.poll(() => made.stub.look(ADA)).toMatchObject({ upload: { state: 'announced' } })
    await made.archive.forget({ clip: made.clip, asker: { person: ADA, role: 'speaker' } })
    await runInDurableObject(made.stub, (_, { storage }) => {
      const file = JSON.stringify({
        startedAtMs: 1,
        durationMs: 1,
        waveform: [],
        bytes: 1,
        checksum: 'x',
        key: 'clips/x',
      })
      storage.sql.exec(`UPDATE upload SET state = 'stored', file = ?`, file)
    })
    expect(await finishWith(made, new FailingBucket(env.CLIPS))).toMatchObject({ state: 'announced', entry: null })
    expect(await objectsOf(made)).toEqual([])
  })

  it('is refused, and leaves nothing, when a moderator has muted its sender since', async () => {
    const made = await received(SHORT)
    await moderate(made, 'mute')
    expect(await finishWith(made, new FailingBucket(env.CLIPS))).toMatchObject({ state: 'refused', fault: 'silenced' })
    expect(await objectsOf(made)).toEqual([])
  })

  it('goes when a moderator has removed its sender since', async () => {
    const made = await received(SHORT)
    await moderate(made, 'remove')
    await expect.poll(() => storedBytes(made.stub)).toBe(-1)
    expect(await objectsOf(made)).toEqual([])
  })

  it('goes with its object when its room is no more', async () => {
    const made = await received(SHORT)
    await runInDurableObject(
      made.archive,
      (_, { storage }) => storage.sql.exec('UPDATE room SET destroyed = 1').rowsWritten,
    )
    await ring(made)
    await expect.poll(() => storedBytes(made.stub)).toBe(-1)
    expect(await objectsOf(made)).toEqual([])
  })
})

const moderate = ({ archive }: Made, action: 'mute' | 'remove') =>
  archive.append({
    ...{ kind: 'moderation', id: randomId(), action },
    ...{ by: { person: 'olga', name: 'Olga' }, target: { person: ADA, name: 'Ada' } },
  })
