/** One upload in workerd, with real R2 and D1: its bytes counted as they are stored, a message once it is whole, or nothing. */

import { abortAllDurableObjects, applyD1Migrations, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { appendBytes } from '../../src/api/append-bytes.ts'
import {
  EMPTY_UPLOAD_LIFE_MS,
  MAX_UPLOAD_BYTES,
  UPLOAD_LIFE_MS,
  UPLOAD_PIECE_BYTES,
} from '../../src/protocol/limits.ts'
import { uploadName } from '../../src/tus/upload-name.ts'
import { LOUDEST_BYTES, opusFile } from '../support/opus-files.ts'
import { randomId } from './guest.ts'
import { ADA, appending, newUpload, objectOf, objectsOf, send, slowBody, storedBytes } from './uploading.ts'

const SHORT = opusFile({ packets: 60 })
/** Three pieces, and some. */
const LONGER = opusFile({ packets: 700, packetBytes: LOUDEST_BYTES })

beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))

const logOf = async ({ archive }: { archive: ReturnType<typeof env.ARCHIVES.getByName> }) => {
  const page = await archive.page({ person: 'olga', role: 'owner', limit: 9 })
  return page.ok ? page.entries : []
}

describe('an upload that is whole', () => {
  it('becomes a message: in R2, in the log, and told with its number', async () => {
    const made = await newUpload({ lengthBytes: SHORT.length, facts: { recordedAtMs: 1_700_000_000_000 } })
    expect(made.answer).toMatchObject({ ok: true, upload: { state: 'receiving', offsetBytes: 0, clip: made.clip } })
    const answer = await send(made.stub, SHORT)
    expect(answer).toMatchObject({ ok: true, upload: { state: 'announced', offsetBytes: SHORT.length, entry: 1 } })
    expect(await objectOf(made)).toEqual(SHORT)
    expect(await objectsOf(made)).toEqual([`clips/ada/202311/${made.clip}.opus`])
    const clip = { source: 'message', bytes: SHORT.length, startedAtMs: 1_700_000_000_000 }
    expect(await logOf(made)).toMatchObject([{ number: 1, kind: 'clip', id: made.clip, by: { name: 'Ada' }, clip }])
    expect(await storedBytes(made.stub)).toBe(0)
    expect(await made.stub.look(ADA)).toEqual(answer)
  })

  it('is answered when it is stored, where that is all its sender waits for', async () => {
    const made = await newUpload({ lengthBytes: SHORT.length, facts: { ack: 'stored' } })
    const answer = await send(made.stub, SHORT)
    expect(answer.upload?.state).toMatch(/^(stored|announced)$/)
    await expect.poll(() => made.stub.look(ADA), { timeout: 10_000 }).toMatchObject({ upload: { state: 'announced' } })
  })

  it('is there once, however often it is made and its end is sent', async () => {
    const made = await newUpload({ lengthBytes: SHORT.length })
    await send(made.stub, SHORT.subarray(0, 99))
    expect(await made.stub.create(made.made)).toMatchObject({ ok: true, upload: { offsetBytes: 99 } })
    await send(made.stub, SHORT, 99)
    const again = [await made.stub.create(made.made), await made.stub.append(appending(SHORT.length), null)]
    for (const answer of again) expect(answer).toMatchObject({ ok: true, upload: { state: 'announced', entry: 1 } })
    expect(await logOf(made)).toHaveLength(1)
  })

  it('may say its length with its last bytes, or behind them', async () => {
    const made = await newUpload()
    expect(await send(made.stub, SHORT.subarray(0, 50))).toMatchObject({ upload: { lengthBytes: null } })
    const all = { lengthBytes: SHORT.length }
    expect(await send(made.stub, SHORT, 50, all)).toMatchObject({ upload: { state: 'announced', ...all } })
    const later = await newUpload()
    expect(await send(later.stub, SHORT)).toMatchObject({ upload: { state: 'receiving' } })
    expect(await later.stub.append(appending(SHORT.length, all), null)).toMatchObject({
      upload: { state: 'announced' },
    })
    const wrong = await newUpload({ lengthBytes: 10 })
    expect(await send(wrong.stub, SHORT, 0, all)).toMatchObject({ ok: false, reason: 'wrong-length' })
  })

  it('larger than a part of R2 arrives as it was sent', async () => {
    const large = opusFile({ packets: 9_000, packetBytes: LOUDEST_BYTES })
    const made = await newUpload({ lengthBytes: large.length })
    expect(await send(made.stub, large)).toMatchObject({ upload: { state: 'announced' } })
    const digest = async (bytes: BufferSource) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    expect(await digest((await objectOf(made)) ?? SHORT)).toEqual(await digest(large))
  })
})

describe('bytes', () => {
  it('that came before the line broke count', async () => {
    const made = await newUpload({ lengthBytes: LONGER.length })
    const { body, say, ...line } = slowBody()
    const answer = made.stub.append(appending(0), body)
    await say(LONGER.subarray(0, UPLOAD_PIECE_BYTES + 1000))
    await expect.poll(() => storedBytes(made.stub)).toBe(UPLOAD_PIECE_BYTES)
    await line.break()
    expect(await answer).toMatchObject({ ok: false, reason: 'timed-out' })
    const { upload } = await made.stub.look(ADA)
    expect(upload?.offsetBytes).toBeGreaterThanOrEqual(UPLOAD_PIECE_BYTES)
    await send(made.stub, LONGER, upload?.offsetBytes)
    expect(await objectOf(made)).toEqual(LONGER)
  })

  it.each(['breaks', 'is overtaken'] as const)(
    '[U13] count to the last that came, of a fast line that %s',
    async (befalls) => {
      const made = await newUpload({ lengthBytes: LONGER.length })
      const cameBytes = 2 * UPLOAD_PIECE_BYTES + 40_000
      const { body, say, ...line } = slowBody()
      const answer = appendBytes(made.stub, appending(0), body)
      await say(LONGER.subarray(0, cameBytes))
      await expect.poll(() => storedBytes(made.stub)).toBe(2 * UPLOAD_PIECE_BYTES)
      if (befalls === 'breaks') await line.break()
      const stands = async () => (await made.stub.look(ADA)).upload?.offsetBytes
      await expect.poll(stands, { timeout: 5_000 }).toBe(cameBytes)
      await answer.catch(() => undefined) // nobody is left to read it
      await send(made.stub, LONGER, cameBytes)
      expect(await objectOf(made)).toEqual(LONGER)
    },
  )

  it('count while the body still runs, and survive a crash of everything', async () => {
    const made = await newUpload({ lengthBytes: LONGER.length })
    const { body, say } = slowBody()
    const answer = made.stub.append(appending(0), body).catch(() => 'gone')
    await say(LONGER.subarray(0, UPLOAD_PIECE_BYTES + 1000))
    await expect.poll(() => storedBytes(made.stub)).toBe(UPLOAD_PIECE_BYTES)
    await abortAllDurableObjects()
    expect(await answer).toBe('gone')
    const stub = env.UPLOADS.getByName(uploadName(made.room, made.upload))
    expect(await stub.look(ADA)).toMatchObject({ upload: { offsetBytes: UPLOAD_PIECE_BYTES } })
    expect(await send(stub, LONGER, UPLOAD_PIECE_BYTES)).toMatchObject({ upload: { state: 'announced' } })
    expect(await objectOf(made)).toEqual(LONGER)
  })

  it('of a line that hangs count when somebody asks how far it is, or goes on from there', async () => {
    const made = await newUpload({ lengthBytes: LONGER.length })
    const first = slowBody()
    const firstAnswer = made.stub.append(appending(0), first.body)
    await first.say(LONGER.subarray(0, UPLOAD_PIECE_BYTES))
    await expect.poll(() => storedBytes(made.stub)).toBe(UPLOAD_PIECE_BYTES)
    expect(await made.stub.look(ADA)).toMatchObject({ upload: { offsetBytes: UPLOAD_PIECE_BYTES } })
    expect(await firstAnswer).toMatchObject({ ok: false, reason: 'wrong-offset' })
    const second = slowBody()
    const secondAnswer = made.stub.append(appending(UPLOAD_PIECE_BYTES), second.body)
    await second.say(LONGER.subarray(UPLOAD_PIECE_BYTES, UPLOAD_PIECE_BYTES + 3000))
    expect(await send(made.stub, LONGER, 500)).toMatchObject({ ok: false, reason: 'wrong-offset' })
    expect(await secondAnswer).toMatchObject({ ok: false, reason: 'wrong-offset' })
    const { upload } = await made.stub.look(ADA)
    await send(made.stub, LONGER, upload?.offsetBytes)
    expect(await objectOf(made)).toEqual(LONGER)
  })

  it('that are on their way go on coming, whoever else asks, sends or takes back', async () => {
    const made = await newUpload({ lengthBytes: LONGER.length })
    const { body, say, end } = slowBody()
    const answer = made.stub.append(appending(0), body)
    await say(LONGER.subarray(0, UPLOAD_PIECE_BYTES))
    await expect.poll(() => storedBytes(made.stub)).toBe(UPLOAD_PIECE_BYTES)
    const stranger = { ok: false, reason: 'unknown-upload' }
    expect(await made.stub.look('eve')).toEqual(stranger)
    expect(await send(made.stub, LONGER, UPLOAD_PIECE_BYTES, { person: 'eve' })).toEqual(stranger)
    expect(await made.stub.terminate('eve')).toEqual(stranger)
    await say(LONGER.subarray(UPLOAD_PIECE_BYTES))
    await end()
    expect(await answer).toMatchObject({ ok: true, upload: { state: 'announced' } })
    expect(await objectOf(made)).toEqual(LONGER)
  })

  it.each([
    ['md5', 'MD5'],
    ['sha1', 'SHA-1'],
    ['sha256', 'SHA-256'],
  ] as const)('with a checksum (%s) count when it matches, all at once, and not before', async (algorithm, name) => {
    const made = await newUpload({ lengthBytes: LONGER.length })
    const half = LONGER.subarray(0, 2 * UPLOAD_PIECE_BYTES)
    const digest = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest(name, half))))
    const checksum = { algorithm, digest }
    const wrong = await send(made.stub, half.toReversed(), 0, { checksum })
    expect(wrong).toMatchObject({ ok: false, reason: 'wrong-checksum', upload: { offsetBytes: 0 } })
    const broken = slowBody()
    const answer = made.stub.append(appending(0, { checksum }), broken.body)
    await broken.say(half)
    expect(await made.stub.look(ADA)).toMatchObject({ upload: { offsetBytes: 0 } })
    expect(await answer).toMatchObject({ ok: false, reason: 'wrong-offset' })
    expect(await send(made.stub, half, 0, { checksum })).toMatchObject({ upload: { offsetBytes: half.length } })
    await send(made.stub, LONGER, half.length)
    expect(await objectOf(made)).toEqual(LONGER)
  })

  it('beyond the length are refused, with the piece that they are in', async () => {
    const made = await newUpload({ lengthBytes: LONGER.length - 1 })
    expect(await send(made.stub, LONGER)).toMatchObject({
      ...{ ok: false, reason: 'too-large' },
      upload: { state: 'receiving', offsetBytes: 3 * UPLOAD_PIECE_BYTES },
    })
    expect((await newUpload({ lengthBytes: MAX_UPLOAD_BYTES + 1 })).answer).toMatchObject({ reason: 'too-large' })
  })

  it('at another offset, of somebody else, or for an upload that never was, change nothing', async () => {
    const made = await newUpload({ lengthBytes: SHORT.length })
    expect(await send(made.stub, SHORT, 7)).toMatchObject({ reason: 'wrong-offset', upload: { offsetBytes: 0 } })
    const stranger = { ok: false, reason: 'unknown-upload' }
    expect(await send(made.stub, SHORT, 0, { person: 'eve' })).toEqual(stranger)
    expect(await made.stub.look('eve')).toEqual(stranger)
    expect(await made.stub.terminate('eve')).toEqual(stranger)
    const nobody = env.UPLOADS.getByName(randomId())
    expect([await nobody.look(ADA), await send(nobody, SHORT)]).toEqual([stranger, stranger])
    expect(await storedBytes(nobody)).toBe(-1)
  })
})

describe('what is no clip', () => {
  it.each([
    ['from the start', (file: Uint8Array) => file.fill(7, 0, 9), 'not-ogg-opus'],
    ['at its end', (file: Uint8Array) => file.fill(7, file.length - 9), 'broken-page'],
    ['because the rest is missing', (file: Uint8Array) => file.subarray(0, file.length - 99), 'cut-off'],
  ] as const)('%s is refused with its fault, and nothing of it is kept', async (_, spoil, fault) => {
    const file = spoil(opusFile({ packets: 9_000, packetBytes: LOUDEST_BYTES }))
    const made = await newUpload({ lengthBytes: file.length })
    const refusal = { ok: false, reason: 'not-a-clip', fault, upload: { state: 'refused' } }
    expect(await send(made.stub, file)).toMatchObject(refusal)
    expect(await made.stub.look(ADA)).toMatchObject(refusal)
    expect(await send(made.stub, file, file.length)).toMatchObject({ ok: false, reason: 'upload-over' })
    expect(await objectsOf(made)).toEqual([])
    expect(await storedBytes(made.stub)).toBe(0)
    await expect.poll(() => leftOf(made)).toEqual({ multipart: null, due_at_ms: null })
    expect(await uploadsKnown(made)).toBe(0)
  })

  it('has not a byte', async () => {
    const { answer } = await newUpload({ lengthBytes: 0 })
    expect(answer).toMatchObject({ ok: false, reason: 'not-a-clip' })
  })
})

describe('an upload that ends', () => {
  it('because its sender takes it back leaves nothing', async () => {
    const made = await newUpload({ lengthBytes: LONGER.length })
    const { body, say } = slowBody()
    const append = made.stub.append(appending(0), body)
    await say(LONGER.subarray(0, 5000))
    expect(await made.stub.terminate(ADA)).toMatchObject({ ok: true })
    expect(await append).toMatchObject({ ok: false })
    expect(await made.stub.look(ADA)).toEqual({ ok: false, reason: 'unknown-upload' })
    await expect.poll(() => storedBytes(made.stub)).toBe(-1)
    expect(await uploadsKnown(made)).toBe(0)
  })

  it('cannot be taken back once it is a message', async () => {
    const made = await newUpload({ lengthBytes: SHORT.length })
    await send(made.stub, SHORT)
    expect(await made.stub.terminate(ADA)).toMatchObject({ ok: false, reason: 'upload-over' })
    expect(await objectOf(made)).toEqual(SHORT)
  })

  it('because nobody went on with it is swept by its alarm, and its room is told', async () => {
    const made = await newUpload({ lengthBytes: LONGER.length })
    await send(made.stub, LONGER.subarray(0, 5000))
    expect(await runInDurableObject(made.stub, (_, { storage }) => storage.getAlarm())).not.toBeNull()
    await runInDurableObject(made.stub, (_, { storage }) => storage.sql.exec('UPDATE upload SET expires_at_ms = 1'))
    expect(await made.stub.look(ADA)).toMatchObject({ reason: 'unknown-upload' })
    expect(await runDurableObjectAlarm(made.stub)).toBe(true)
    expect(await storedBytes(made.stub)).toBe(-1)
    expect(await uploadsKnown(made)).toBe(0)
  })

  it('[U7] because it never got a byte is swept after an hour; with its first ones, whatever they add up to, it has days', async () => {
    const made = await newUpload({ lengthBytes: LONGER.length })
    const livesForMs = () =>
      runInDurableObject(made.stub, (_, { storage }) => {
        const query = 'SELECT expires_at_ms AS at FROM upload'
        return storage.sql.exec<{ at: number }>(query).one().at - Date.now()
      })
    expect(made.answer.upload?.expiresAtMs).toBeLessThanOrEqual(Date.now() + EMPTY_UPLOAD_LIFE_MS)
    expect(await livesForMs()).toBeGreaterThan(EMPTY_UPLOAD_LIFE_MS - 60_000)
    const alarmAtMs = await runInDurableObject(made.stub, (_, { storage }) => storage.getAlarm())
    expect(alarmAtMs).toBe(made.answer.upload?.expiresAtMs)
    const { body, say } = slowBody()
    const checksum = { algorithm: 'md5', digest: 'x' } as const
    const answer = made.stub.append(appending(0, { checksum }), body)
    await say(LONGER.subarray(0, 5000))
    await expect.poll(livesForMs).toBeGreaterThan(UPLOAD_LIFE_MS - 60_000)
    await made.stub.look(ADA)
    expect(await answer).toMatchObject({ upload: { offsetBytes: 0 } })
  })

  it('because it has lived for as long as one may takes no more bytes, and is swept', async () => {
    const made = await newUpload({ lengthBytes: LONGER.length })
    await runInDurableObject(made.stub, (_, { storage }) => storage.sql.exec('UPDATE upload SET ends_at_ms = 1'))
    expect(await send(made.stub, LONGER.subarray(0, 5000))).toMatchObject({ ok: false, reason: 'unknown-upload' })
    expect(await runDurableObjectAlarm(made.stub)).toBe(true)
    expect(await storedBytes(made.stub)).toBe(-1)
    expect(await uploadsKnown(made)).toBe(0)
  })

  it('as a message keeps its object when its record goes', async () => {
    const made = await newUpload({ lengthBytes: SHORT.length })
    await send(made.stub, SHORT)
    await runInDurableObject(made.stub, (_, { storage }) => storage.sql.exec('UPDATE upload SET expires_at_ms = 1'))
    await runDurableObjectAlarm(made.stub)
    expect(await storedBytes(made.stub)).toBe(-1)
    expect(await objectOf(made)).toEqual(SHORT)
  })

  it('with its room leaves nothing', async () => {
    const made = await newUpload({ lengthBytes: LONGER.length })
    await send(made.stub, LONGER.subarray(0, 5000))
    await made.archive.destroy({ person: 'olga', role: 'owner' })
    expect(await storedBytes(made.stub)).toBe(-1)
  })
})

const leftOf = ({ stub }: Awaited<ReturnType<typeof newUpload>>) =>
  runInDurableObject(stub, (_, { storage }) => storage.sql.exec('SELECT multipart, due_at_ms FROM upload').one())

/** How many the room counts as under way. */
const uploadsKnown = ({ archive }: Awaited<ReturnType<typeof newUpload>>) =>
  runInDurableObject(
    archive,
    (_, { storage }) => storage.sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM uploads').one().count,
  )
