/** Uploads in parts, in workerd: each part in an object of its own, until the final one has joined them. */

import { applyD1Migrations, evictAllDurableObjects, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { LOUDEST_BYTES, opusFile } from '../support/opus-files.ts'
import { newRoom } from './guest.ts'
import { ADA, newUpload, objectOf, objectsOf, send, storedBytes } from './uploading.ts'

const FILE = opusFile({ packets: 700, packetBytes: LOUDEST_BYTES })

beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))

/** Parts of the file, cut where nothing begins; the last is left out with `finished`. */
async function newParts(file = FILE, finished = 3) {
  const room = await newRoom()
  const cuts = [0, 1_001, 400_000, file.length]
  const parts = []
  for (let at = 0; at < 3; at += 1) {
    const bytes = file.subarray(cuts[at], cuts[at + 1])
    const part = await newUpload({ room, kind: 'partial', lengthBytes: bytes.length })
    if (at < finished) expect(await send(part.stub, bytes)).toMatchObject({ ok: true, upload: { state: 'received' } })
    parts.push(part)
  }
  return { room, parts, ids: parts.map(({ upload }) => upload) }
}

describe('a final upload', () => {
  it('joins its parts into one message, after which only that they were complete is known of them', async () => {
    const { room, parts, ids } = await newParts()
    await evictAllDurableObjects()
    const final = await newUpload({ room, kind: 'final', parts: ids })
    const joined = { kind: 'final', parts: ids, state: 'announced', lengthBytes: FILE.length, offsetBytes: FILE.length }
    expect(final.answer).toMatchObject({ ok: true, upload: joined })
    expect(await objectOf(final)).toEqual(FILE)
    for (const { stub, made } of parts) {
      await expect.poll(() => storedBytes(stub)).toBe(0)
      const complete = { state: 'received', offsetBytes: made.lengthBytes }
      expect(await stub.look(ADA)).toMatchObject({ ok: true, upload: complete })
    }
    expect(await final.stub.create(final.made)).toEqual(final.answer)
    const another = await newUpload({ room, kind: 'final', parts: ids })
    expect(another.answer).toEqual({ ok: false, reason: 'upload-incomplete' })
  })

  it('is not made of a part that is not whole, of another person, or no part', async () => {
    const { room, ids } = await newParts(FILE, 2)
    const incomplete = { ok: false, reason: 'upload-incomplete' }
    expect((await newUpload({ room, kind: 'final', parts: ids })).answer).toEqual(incomplete)
    const whole = await newUpload({ room, lengthBytes: 10 })
    expect((await newUpload({ room, kind: 'final', parts: [whole.upload] })).answer).toEqual(incomplete)
    const { made, stub } = await newUpload({ room, kind: 'partial' })
    const ofEve = { ...made, by: { person: 'eve', name: 'Eve' }, kind: 'final' as const, parts: ids.slice(0, 2) }
    await stub.terminate(ADA)
    await expect.poll(() => storedBytes(stub)).toBe(-1)
    expect(await stub.create(ofEve)).toEqual(incomplete)
    expect(await storedBytes(stub)).toBe(-1)
  })

  it('of parts that are no clip together is refused, and leaves neither their bytes nor an object', async () => {
    const { room, parts, ids } = await newParts()
    const final = await newUpload({ room, kind: 'final', parts: ids.toReversed() })
    expect(final.answer).toMatchObject({ ok: false, reason: 'not-a-clip', fault: 'not-ogg-opus' })
    expect(await objectsOf(final)).toEqual([])
    for (const { stub } of parts) await expect.poll(() => storedBytes(stub)).toBe(0)
  })

  it('takes no bytes of its own', async () => {
    const { room, ids } = await newParts()
    const final = await newUpload({ room, kind: 'final', parts: ids })
    expect(await send(final.stub, FILE)).toMatchObject({ ok: false, reason: 'not-allowed' })
  })
})

describe('a part', () => {
  it('is read by its owner alone, once it is whole, and lives on as long as it is read', async () => {
    const { parts } = await newParts(FILE, 2)
    const [, second, third] = parts
    if (second === undefined || third === undefined) throw new Error('There are three.')
    await runInDurableObject(second.stub, (_, { storage }) => {
      storage.sql.exec('UPDATE upload SET expires_at_ms = ?', Date.now() + 60_000)
    })
    const before = (await second.stub.look(ADA)).upload?.expiresAtMs ?? 0
    const stream = await second.stub.read(ADA)
    expect(new Uint8Array(await new Response(stream).arrayBuffer())).toEqual(FILE.subarray(1_001, 400_000))
    expect((await second.stub.look(ADA)).upload?.expiresAtMs).toBeGreaterThan(before)
    expect([await second.stub.read('eve'), await third.stub.read(ADA)]).toEqual([null, null])
  })
})
