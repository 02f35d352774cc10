/** Voice messages in the Archive, in workerd with real R2 and D1: announced once, whatever is sent twice; heard, and burnt. */

import { applyD1Migrations, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FinishedMessage } from '../../src/archive/message-answers.ts'
import { clipKey, headClipObject } from '../../src/store/clip-objects.ts'
import { listClips } from '../../src/store/clips.ts'
import type { MessageFacts } from '../../src/tus/upload.ts'
import { Guest, guest, newRoom, randomId } from './guest.ts'
import { nextClip } from './kept-talk.ts'

beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))

const ADA = { person: 'ada', role: 'speaker' } as const
const BOB = { person: 'bob', role: 'speaker' } as const
const PLAIN: MessageFacts = { recordedAtMs: null, waveform: null, replyTo: null, burnDays: null, ack: 'indexed' }
const BURNS: MessageFacts = { ...PLAIN, burnDays: 7 }
const HOUR_MS = 3_600_000

const wish = (change = {}) =>
  ({ asker: ADA, name: 'Ada', upload: randomId(), message: randomId(), kind: 'whole', bytes: 1, ...change }) as const

/** What an upload hands over: its bytes are in R2 already. */
async function uploaded(room: string, facts: MessageFacts = PLAIN): Promise<FinishedMessage> {
  const grant = await env.ARCHIVES.getByName(room).beginUpload(wish())
  if (!grant.ok) throw new Error(grant.reason)
  const startedAtMs = Date.now() - HOUR_MS
  const key = clipKey('ada', startedAtMs, grant.clip)
  await env.CLIPS.put(key, 'sound')
  const waveform = new Array<number>(30).fill(7)
  const file = { startedAtMs, durationMs: 10_000, waveform, bytes: 5, checksum: 'sum', key }
  return { upload: grant.upload, clip: grant.clip, by: grant.by, facts, file }
}

/** A room with Ada and Bob in it, and a message of Ada's that has come. */
async function told(facts: MessageFacts = PLAIN) {
  const room = await newRoom()
  const archive = env.ARCHIVES.getByName(room)
  const ada = await Guest.join(room, guest('ada'))
  const bob = await Guest.join(room, guest('bob'))
  const message = await uploaded(room, facts)
  const answer = await archive.takeMessage(message)
  return { room, archive, ada, bob, message, answer }
}

describe('a message', () => {
  it('[C43] is announced to everybody as a clip, and listed', async () => {
    const { room, bob, message, answer } = await told({ ...PLAIN, replyTo: { clip: randomId(), atMs: 400 } })
    const entry = await nextClip(bob)
    expect(answer).toEqual({ ok: true, state: 'announced', entry: entry.number })
    expect(entry).toMatchObject({ id: message.clip, by: message.by, clip: { source: 'message', durationMs: 10_000 } })
    const [listed] = await listClips(env.INDEX, room, { limit: 2 })
    expect(listed).toMatchObject({ ...entry.clip, room, key: message.file.key, checksum: 'sum' })
  })

  it('is one message however often it is handed over', async () => {
    const { archive, ada, message, answer } = await told()
    expect(await archive.takeMessage(message)).toEqual(answer)
    const { entries } = (await archive.page({ ...ADA, limit: 9 })) as { entries: { kind: string }[] }
    expect(entries.map(({ kind }) => kind)).toEqual(['clip'])
    expect(ada.all('entry').flatMap(({ entries }) => entries)).toHaveLength(1)
  })

  it('stays one when the same message is begun anew', async () => {
    const room = await newRoom()
    const archive = env.ARCHIVES.getByName(room)
    const first = wish()
    const grant = await archive.beginUpload(first)
    expect(await archive.beginUpload({ ...first, upload: randomId() })).toEqual(grant)
    expect(await archive.beginUpload({ ...first, asker: BOB, upload: randomId() })).not.toMatchObject(grant)
    await archive.endUpload(first.upload)
    const again = { ...first, upload: randomId() }
    expect(await archive.beginUpload(again)).toMatchObject({ ok: true, upload: again.upload })
  })

  it('is by the name that its author has in the room, and never by an id', async () => {
    const room = await newRoom()
    const archive = env.ARCHIVES.getByName(room)
    const nobody = wish({ asker: { person: 'guest:2175cd21', role: 'speaker' }, name: null })
    expect(await archive.beginUpload(nobody)).toMatchObject({ by: { person: 'guest:2175cd21', name: 'Guest' } })
    await Guest.join(room, guest('ada'))
    expect(await archive.beginUpload(wish({ name: null }))).toMatchObject({ by: { person: 'ada', name: 'ada' } })
  })

  it('is refused where there is no room, and to who may not speak', async () => {
    const nowhere = env.ARCHIVES.getByName(randomId())
    expect(await nowhere.beginUpload(wish())).toEqual({ ok: false, reason: 'unknown-room' })
    const { message } = await told()
    expect(await nowhere.takeMessage(message)).toEqual({ ok: false, reason: 'unknown-room' })
    const archive = env.ARCHIVES.getByName(await newRoom())
    const listener = { person: 'lea', role: 'listener' } as const
    expect(await archive.beginUpload(wish({ asker: listener }))).toEqual({ ok: false, reason: 'not-allowed' })
  })

  it('is not taken of somebody who was removed or muted since, but what is told stays told', async () => {
    const { room, archive, message, answer } = await told()
    const later = await uploaded(room)
    const by = { person: 'olga', name: 'Olga' }
    const target = { person: 'ada', name: 'Ada' }
    await archive.append({ kind: 'moderation', id: randomId(), by, action: 'mute', target })
    expect(await archive.takeMessage(later)).toEqual({ ok: false, reason: 'silenced' })
    await archive.append({ kind: 'moderation', id: randomId(), by, action: 'unmute', target })
    await archive.append({ kind: 'moderation', id: randomId(), by, action: 'role', role: 'listener', target })
    expect(await archive.takeMessage(later)).toEqual({ ok: false, reason: 'not-allowed' })
    await archive.append({ kind: 'moderation', id: randomId(), by, action: 'remove', target })
    expect(await archive.takeMessage(later)).toEqual({ ok: false, reason: 'removed' })
    expect(await archive.takeMessage(message)).toEqual(answer)
  })

  it('stays for the days of the room from when it came, however long ago it was recorded', async () => {
    const room = await newRoom({ keepTalk: true, keepDays: 1 })
    const archive = env.ARCHIVES.getByName(room)
    const message = await uploaded(room)
    const file = { ...message.file, startedAtMs: Date.now() - 400 * 24 * HOUR_MS }
    await archive.takeMessage({ ...message, file })
    await runDurableObjectAlarm(archive)
    const found = await archive.clip({ clip: message.clip, asker: BOB })
    expect(found).toMatchObject({ ok: true, details: { startedAtMs: file.startedAtMs } })
  })

  it('that is under way goes with whoever is removed, and with the room', async () => {
    const room = await newRoom()
    const archive = env.ARCHIVES.getByName(room)
    const count = () =>
      runInDurableObject(archive, (_, { storage }) => storage.sql.exec('SELECT * FROM uploads').toArray().length)
    await archive.beginUpload(wish())
    await archive.beginUpload(wish({ asker: BOB }))
    expect(await count()).toBe(2)
    const by = { person: 'olga', name: 'Olga' }
    const target = { person: 'ada', name: 'Ada' }
    await archive.append({ kind: 'moderation', id: randomId(), by, action: 'remove', target })
    await expect.poll(count).toBe(1)
    await archive.destroy({ person: 'olga', role: 'owner' })
    await expect.poll(count).toBe(0)
  })

  it('that was deleted does not come back', async () => {
    const { archive, message } = await told()
    await archive.forget({ clip: message.clip, asker: ADA })
    expect(await archive.takeMessage(message)).toEqual({ ok: false, reason: 'clip-deleted' })
    expect(await headClipObject(env.CLIPS, message.file.key)).toBeNull()
  })
})

describe('a receipt', () => {
  it('[C38] says how far, and only ever moves ahead', async () => {
    const { archive, ada, message } = await told()
    const heard = (uptoMs?: number) =>
      archive.heard({ clip: message.clip, asker: BOB, name: 'Bob', ...(uptoMs === undefined ? {} : { uptoMs }) })
    const by = { person: 'bob', name: 'Bob' }
    expect(await heard(4_000)).toEqual({ ok: true, heardBy: [{ ...by, uptoMs: 4_000 }] })
    expect(await heard(2_000)).toEqual({ ok: true, heardBy: [{ ...by, uptoMs: 4_000 }] })
    expect(await heard()).toEqual({ ok: true, heardBy: [by] })
    expect(await heard(5_000)).toEqual({ ok: true, heardBy: [by] })
    await ada.next('heard', ({ heard }) => heard.some(({ uptoMs }) => uptoMs === undefined))
    expect(ada.all('heard').flatMap(({ heard }) => heard)).toEqual([
      { clip: message.clip, by, uptoMs: 4_000 },
      { clip: message.clip, by },
    ])
  })
})

/** What burns, with how many are still to hear it. */
const burningIn = (archive: ReturnType<typeof env.ARCHIVES.getByName>) =>
  runInDurableObject(archive, (_, { storage }) =>
    storage.sql.exec<{ at: number; awaited: number }>('SELECT at_ms AS at, awaited FROM burning').toArray(),
  )

describe('a message that burns', () => {
  it('that is announced anew, because its row was lost, does not wait for those who have had it', async () => {
    const { archive, message } = await told(BURNS)
    await archive.heard({ clip: message.clip, asker: BOB, name: 'Bob' })
    const before = await burningIn(archive)
    expect(before).toMatchObject([{ awaited: 0 }])
    expect(await archive.mend({ clip: message.clip, missing: 'row' })).toBe('known')
    expect(await burningIn(archive)).toEqual(before)
  })

  it('[C44] is refused to who has had it, a minute later, and to nobody else', async () => {
    const { room, archive, message } = await told(BURNS)
    const { clip } = message
    await Guest.join(room, guest('cyd'))
    await archive.heard({ clip, asker: BOB, name: 'Bob', uptoMs: 9_000 })
    expect(await archive.clip({ clip, asker: BOB, toHear: true })).toMatchObject({ ok: true })
    await runInDurableObject(archive, (_, { storage }) => {
      storage.sql.exec('UPDATE heard SET burnt_at_ms = 1')
    })
    const refused = { ok: false, reason: 'clip-burnt' }
    expect(await archive.clip({ clip, asker: BOB, toHear: true })).toEqual(refused)
    expect(await archive.clip({ clip, asker: null, listener: 'bob', toHear: true })).toEqual(refused)
    expect(await archive.clip({ clip, asker: BOB })).toMatchObject({ ok: true })
    expect(await archive.clip({ clip, asker: ADA, toHear: true })).toMatchObject({ ok: true })
  })

  it('is gone for all once all have had it', async () => {
    const { archive, ada, message } = await told(BURNS)
    const { clip } = message
    await archive.heard({ clip, asker: BOB, name: 'Bob' })
    await runInDurableObject(archive, (_, { storage }) => {
      storage.sql.exec('UPDATE burning SET at_ms = at_ms - 61000')
    })
    await runDurableObjectAlarm(archive)
    const forgotten = await ada.next('entry', ({ entries }) => entries.some(({ kind }) => kind === 'forgotten'))
    expect(forgotten.entries).toContainEqual(expect.objectContaining({ kind: 'forgotten', by: null, clips: [clip] }))
    expect(await archive.clip({ clip, asker: ADA })).toEqual({ ok: false, reason: 'clip-deleted' })
    await archive.settle()
    expect(await headClipObject(env.CLIPS, message.file.key)).toBeNull()
  })

  it('[C44] waits for nobody who came later, or was kept out then, and counts each of the others once', async () => {
    const room = await newRoom()
    const archive = env.ARCHIVES.getByName(room)
    for (const person of ['ada', 'bob', 'cyd', 'eve']) await Guest.join(room, guest(person))
    const by = { person: 'olga', name: 'Olga' }
    const target = { person: 'eve', name: 'Eve' }
    const moderate = (action: 'ban' | 'readmit') =>
      archive.append({ kind: 'moderation', id: randomId(), by, action, target })
    await moderate('ban')
    const message = await uploaded(room, BURNS)
    await archive.takeMessage(message)
    await moderate('readmit')
    await Guest.join(room, guest('dan'))
    const heard = async (person: string) => {
      const asker = { person, role: 'speaker' } as const
      expect(await archive.heard({ clip: message.clip, asker, name: person })).toMatchObject({ ok: true })
      return (await burningIn(archive))[0]?.awaited
    }
    expect(await heard('eve')).toBe(2)
    expect(await heard('dan')).toBe(2)
    expect(await heard('bob')).toBe(1)
    expect(await heard('bob')).toBe(1)
    expect((await burningIn(archive))[0]?.at).toBeGreaterThan(Date.now() + 6 * 24 * HOUR_MS)
    expect(await heard('cyd')).toBe(0)
    expect((await burningIn(archive))[0]?.at).toBeLessThan(Date.now() + HOUR_MS)
  })

  it('costs a room of thousands no row for each of them', async () => {
    const room = await newRoom()
    const archive = env.ARCHIVES.getByName(room)
    await runInDurableObject(archive, (_, { storage }) => {
      storage.sql.exec(`INSERT INTO people (person, name, role, first_seen_at_ms, seen_at_ms)
        WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 5000)
        SELECT 'guest-' || number, 'Guest', 'speaker', number, ${Date.now()} FROM numbers`)
    })
    const rows = () =>
      runInDurableObject(archive, (_, { storage }) => {
        const tables = storage.sql.exec<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`)
        const names = tables.toArray().filter(({ name }) => !name.startsWith('_'))
        return names.reduce((sum, { name }) => {
          return sum + storage.sql.exec<{ count: number }>(`SELECT COUNT(*) AS count FROM ${name}`).one().count
        }, 0)
      })
    const message = await uploaded(room, BURNS)
    const before = await rows()
    await archive.takeMessage(message)
    expect(await burningIn(archive)).toMatchObject([{ awaited: 5000 }])
    expect((await rows()) - before).toBeLessThan(10)
  })

  it('waits for everybody who had been there, and no longer than its days', async () => {
    const { archive, message } = await told(BURNS)
    await archive.heard({ clip: message.clip, asker: ADA, name: 'Ada' })
    const [burning] = await burningIn(archive)
    expect(burning?.awaited).toBe(1)
    expect(burning?.at).toBeGreaterThan(Date.now() + 6 * 24 * HOUR_MS)
    await runInDurableObject(archive, (_, { storage }) => {
      storage.sql.exec('UPDATE burning SET at_ms = 1')
    })
    await runDurableObjectAlarm(archive)
    expect(await archive.clip({ clip: message.clip, asker: BOB })).toEqual({ ok: false, reason: 'clip-deleted' })
  })
})
