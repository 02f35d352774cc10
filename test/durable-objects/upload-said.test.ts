/** A message that is uploaded while it is said: in small requests, and with its last bytes what its author says only then. */

import { abortAllDurableObjects, applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { uploadName } from '../../src/tus/upload-name.ts'
import { LOUDEST_BYTES, opusFile } from '../support/opus-files.ts'
import { ADA, appending, newUpload, objectOf, send, slowBody } from './uploading.ts'

const SHORT = opusFile({ packets: 60 })
const LONGER = opusFile({ packets: 700, packetBytes: LOUDEST_BYTES })

beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))

const entriesOf = async (archive: ReturnType<typeof env.ARCHIVES.getByName>) => {
  const page = await archive.page({ person: 'olga', role: 'owner', limit: 9 })
  return page.ok ? page.entries : []
}

describe('a message that is uploaded while it is said', () => {
  it('arrives as it was said, though it came in many small requests', async () => {
    const made = await newUpload()
    const step = 23_456
    for (let at = 0; at < LONGER.length; at += step) {
      const all = at + step < LONGER.length ? {} : { lengthBytes: LONGER.length }
      expect(await send(made.stub, LONGER.subarray(0, at + step), at, all)).toMatchObject({ ok: true })
    }
    expect(await objectOf(made)).toEqual(LONGER)
  })

  it('is what was said of it with its last bytes, though their line broke and everything crashed', async () => {
    const made = await newUpload({ facts: { burnDays: 9 } })
    const words = { metadata: 'x', name: 'Ada L.', facts: { ...made.made.facts, burnDays: null } }
    const { body, say, ...line } = slowBody()
    const last = made.stub.append(appending(0, { lengthBytes: SHORT.length, words }), body)
    await say(SHORT.subarray(0, 500))
    await line.break()
    expect(await last).toMatchObject({ ok: false, reason: 'timed-out' })
    await abortAllDurableObjects()
    const stub = env.UPLOADS.getByName(uploadName(made.room, made.upload))
    const { upload } = await stub.look(ADA)
    expect(upload).toMatchObject({ state: 'receiving', lengthBytes: SHORT.length, metadata: 'x' })
    expect(await send(stub, SHORT, upload?.offsetBytes)).toMatchObject({ upload: { state: 'announced', entry: 1 } })
    const archive = env.ARCHIVES.getByName(made.room)
    expect(await entriesOf(archive)).toMatchObject([{ id: made.clip, by: { name: 'Ada L.' } }])
    expect(JSON.stringify(await entriesOf(archive))).not.toContain('burnsAtMs')
  })
})
