/** Talk that is kept, in workerd with real R2 and D1: confirmed when stored, a clip when it is over, once, whatever fails. */

import { abortAllDurableObjects, applyD1Migrations, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { readClip } from '../../src/clips/read-clip.ts'
import { clipKey, headClipObject } from '../../src/store/clip-objects.ts'
import { listClips } from '../../src/store/clips.ts'
import { Guest, guest, randomId } from './guest.ts'
import { clipsTold, keepingRoom, nextClip, sayTalk, spoken, talkFrom, wire } from './kept-talk.ts'

const ADA = { person: 'ada', role: 'speaker' } as const
const OWNER = { person: 'olga', role: 'owner' } as const

describe('while D1 is down', () => {
  it('a talk waits, the owner sees it, and it lands when D1 is back', async () => {
    const { room, ada, archive } = await keepingRoom()
    sayTalk(ada, talkFrom(0, 60))
    await ada.next('kept', ({ to }) => to === 118)
    const seen = await eventually(async () => {
      const outbox = await archive.outbox(OWNER)
      return outbox.ok && outbox.waiting[0]?.failure === 'index' ? outbox : undefined
    })
    expect(seen).toMatchObject({ stuck: [], waiting: [{ state: 'stored', attempts: 1, by: { person: 'ada' } }] })
    expect(await archive.outbox(ADA)).toEqual({ ok: false, reason: 'not-allowed' })

    const clip = seen.waiting[0]?.clip ?? ''
    await runInDurableObject(archive, (_, { storage }) => {
      storage.sql.exec('UPDATE talks SET failing_since_ms = 1, due_at_ms = 1')
    })
    await runDurableObjectAlarm(archive)
    expect(await archive.outbox(OWNER)).toMatchObject({ waiting: [], stuck: [{ clip, failure: 'index' }] })

    await applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS)
    expect(await archive.retry({ clip, asker: OWNER })).toEqual({ ok: true })
    expect((await nextClip(ada)).id).toBe(clip)
    expect(await archive.outbox(OWNER)).toMatchObject({ waiting: [], stuck: [] })
    expect((await listClips(env.INDEX, room, { limit: 9 })).map(({ id }) => id)).toEqual([clip])
  })
})

describe('a talk', () => {
  beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))

  it('[C34–C36] is confirmed, shown to all while it is spoken, and becomes a clip', async () => {
    const { room, ada } = await keepingRoom()
    const bob = await Guest.join(room, guest('bob'))
    const packets = [...talkFrom(0, 30, { ended: false }), ...talkFrom(200, 20)]
    sayTalk(ada, packets)
    await ada.next('kept', ({ to }) => to === 238)
    const { talks } = await bob.next('talk')
    const entry = await nextClip(bob)
    expect(talks).toEqual([expect.objectContaining({ clip: entry.id, member: ada.number })])
    expect(entry).toMatchObject({ by: { person: 'ada', name: 'ada' }, clip: { continues: null } })
    expect(Math.abs(entry.clip.durationMs - 2_400)).toBeLessThan(20)

    const stored = await env.CLIPS.get(clipKey('ada', entry.clip.startedAtMs, entry.id))
    const read = await readClip(new Uint8Array((await stored?.arrayBuffer()) ?? new ArrayBuffer(0)))
    const said = packets.map(({ payload }) => payload.join())
    expect(read.packets.map(({ payload }) => payload.join()).filter((one) => said.includes(one))).toEqual(said)
    expect(await listClips(env.INDEX, room, { limit: 9 })).toMatchObject([{ ...entry.clip, room }])
    const left = await runInDurableObject(env.ARCHIVES.getByName(room), (_, { storage }) =>
      storage.sql.exec('SELECT COUNT(*) AS count FROM chunks').one(),
    )
    expect(left).toEqual({ count: 0 })
  })

  it('can be played while it is spoken, from its beginning', async () => {
    const { room, ada, archive } = await keepingRoom()
    sayTalk(ada, talkFrom(0, 60, { ended: false }))
    const clip = (await ada.next('talk')).talks[0]?.clip ?? ''
    expect(await archive.clip({ clip, asker: ADA })).toMatchObject({ key: null, details: { state: 'live', room } })
    const reader = ((await archive.packets(clip)) as ReadableStream<Uint8Array>).getReader()
    const first = await reader.read()
    sayTalk(ada, talkFrom(120, 10, { started: false }))
    const chunks = [first]
    while (!chunks.at(-1)?.done) chunks.push(await reader.read())
    const bytes = chunks.reduce((sum, { value }) => sum + (value?.length ?? 0), 0)
    expect(bytes).toBe(wire(talkFrom(0, 70)).length)
  })

  it('is known to those who come while it is spoken', async () => {
    const { room, ada } = await keepingRoom()
    sayTalk(ada, talkFrom(0, 60, { ended: false }))
    const told = await ada.next('talk')
    const late = await Guest.join(room, guest('late'))
    expect(await late.next('talk')).toEqual(told)
  })

  it('survives a crash of everything right after it was confirmed', async () => {
    const { room, ada } = await keepingRoom()
    sayTalk(ada, talkFrom(0, 60))
    await ada.next('kept')
    await abortAllDurableObjects()
    const archive = env.ARCHIVES.getByName(room)
    const clips = await eventually(async () => {
      await runDurableObjectAlarm(archive)
      const page = await archive.page({ person: 'olga', role: 'owner', limit: 9 })
      const clips = page.ok ? page.entries.filter(({ kind }) => kind === 'clip') : []
      return clips.length > 0 ? clips : undefined
    })
    expect(clips).toHaveLength(1)
  })

  it('that is posted joins what is open, comes once, and goes on in another clip when it is too late', async () => {
    const session = randomId()
    const { ada, archive } = await keepingRoom({}, session)
    const post = (packets: Parameters<typeof wire>[0], end = false) =>
      archive.post({ ...ADA, session, bytes: wire(packets), end })
    sayTalk(ada, [...talkFrom(0, 60, { ended: false }), ...talkFrom(150, 5, { started: false })])
    await ada.next('kept', ({ to }) => to === 158)
    expect(clipsTold(ada)).toEqual([])
    expect(await post(talkFrom(110, 20, { started: false, ended: false }))).toEqual({
      ok: true,
      kept: { from: 110, to: 148 },
      stored: 15,
    })
    const first = await nextClip(ada)
    expect(Math.abs(first.clip.durationMs - 1_600)).toBeLessThan(20)
    expect(await post(talkFrom(0, 80, { ended: false }))).toMatchObject({ ok: true, stored: 0 })
    expect(await post(talkFrom(160, 10, { started: false, ended: false }), true)).toMatchObject({ stored: 10 })
    const second = await nextClip(ada, 1)
    expect(second.clip.continues).toBe(first.id)
    expect(Math.abs(second.clip.startedAtMs - first.clip.startedAtMs - 1_600)).toBeLessThan(100) // never later than now
  })

  it('is taken of a session that came before talk was kept, and said all of it without a line', async () => {
    const session = randomId()
    const { ada, archive } = await keepingRoom({ keepTalk: false }, session)
    const by = { person: 'olga', name: 'Olga' }
    await archive.append({ kind: 'moderation', id: randomId(), by, action: 'keep', target: null, days: null })
    const talk = { ...ADA, session, end: true }
    expect(await archive.post({ ...talk, bytes: wire(talkFrom(0, 60)) })).toMatchObject({ stored: 60 })
    expect(await nextClip(ada)).toMatchObject({ by: { person: 'ada', name: 'ada' } })
    const silent = randomId()
    await archive.release({ session: silent, person: 'ada', name: 'Ada', member: 7, keep: false })
    expect(await archive.post({ ...talk, session: silent, bytes: wire(talkFrom(0, 60)) })).toMatchObject({
      reason: 'unknown-session',
    })
    await archive.release({ session: silent, person: 'ada', name: 'Ada', member: 7, keep: true })
    expect(await archive.post({ ...talk, session: silent, bytes: wire(talkFrom(0, 60)) })).toMatchObject({ stored: 60 })
  })

  it('that begins late moves to when it was said, and lies in no future', async () => {
    const session = randomId()
    const { ada, archive } = await keepingRoom({}, session)
    sayTalk(ada, talkFrom(300, 60, { started: false }))
    await ada.next('kept')
    const clip = (await ada.next('talk')).talks[0]
    await archive.post({ ...ADA, session, bytes: wire(talkFrom(0, 150, { ended: false })), end: false })
    const first = await nextClip(ada)
    expect(first.clip.startedAtMs).toBe((clip?.startedAtMs ?? 0) - 3_000)
    await archive.post({ ...ADA, session, bytes: wire(talkFrom(4_000_000_000, 60)), end: true })
    expect((await nextClip(ada, 1)).clip.startedAtMs).toBeLessThanOrEqual(Date.now())
  })

  it('[K1] of a member who agrees only now, and loses the line before a word of it, is taken when it is posted', async () => {
    const session = randomId()
    const { room, archive } = await keepingRoom()
    const eve = await Guest.join(room, guest('eve'), session)
    eve.say({ type: 'state', keep: true })
    await eve.next('state', ({ members }) => members.some(({ keep }) => keep === true))
    const post = () => archive.post({ ...ADA, person: 'eve', session, bytes: wire(talkFrom(0, 60)), end: true })
    expect(await eventually(async () => ((await post()).ok ? 'stored' : undefined))).toBe('stored')
    expect(await nextClip(eve)).toMatchObject({ by: { person: 'eve' } })
  })

  it('[K1] ends where its speaker takes back that it is kept, and where the owner ends keeping', async () => {
    const { ada, archive } = await keepingRoom()
    sayTalk(ada, talkFrom(0, 60, { ended: false }))
    await ada.next('kept', ({ to }) => to === 118)
    ada.say({ type: 'state', keep: false })
    expect((await nextClip(ada)).clip.durationMs).toBeGreaterThan(1_100)
    ada.say({ type: 'state', keep: true })
    sayTalk(ada, talkFrom(200, 60, { ended: false }))
    const by = { person: 'olga', name: 'Olga' }
    await archive.append({ kind: 'moderation', id: randomId(), by, action: 'unkeep', target: null })
    expect((await nextClip(ada, 1)).clip.durationMs).toBeGreaterThan(1_100)
  })

  it('of the wrong person or an unknown session is not taken', async () => {
    const session = randomId()
    const { archive } = await keepingRoom({}, session)
    const talk = { ...ADA, session, bytes: wire(talkFrom(0, 2)), end: true }
    expect(await archive.post({ ...talk, person: 'bob' })).toEqual({ ok: false, reason: 'session-of-another' })
    expect(await archive.post({ ...talk, session: randomId() })).toMatchObject({
      reason: 'unknown-session',
    })
    expect(await archive.post({ ...talk, bytes: new Uint8Array(3) })).toMatchObject({
      reason: 'truncated',
    })
  })

  it('without a sound in it becomes no clip', async () => {
    const { ada } = await keepingRoom()
    sayTalk(ada, [spoken(0, { talkStart: true, talkEnd: true, payload: Uint8Array.of(3, 0xff) })])
    const clip = (await ada.next('talk', ({ talks }) => talks.length > 0)).talks[0]?.clip
    expect((await ada.next('talk', ({ over = [] }) => over.length > 0)).over).toEqual([clip])
    expect(clipsTold(ada)).toEqual([])
  })
})

describe('a clip', () => {
  beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))

  it('[C37] is gone for everybody once it is deleted, and does not come back', async () => {
    const session = randomId()
    const { room, ada, archive } = await keepingRoom({}, session)
    sayTalk(ada, talkFrom(0, 60))
    const { id: clip, clip: said, number } = await nextClip(ada)
    await archive.heard({ clip, asker: { person: 'bob', role: 'speaker' }, name: 'Bob' })
    expect(await archive.forget({ clip, asker: { person: 'bob', role: 'speaker' } })).toEqual({
      ok: false,
      reason: 'not-yours',
    })
    const answer = await archive.forget({ clip, asker: ADA })
    expect(answer).toMatchObject({ ok: true, receipt: { clip, room, by: { person: 'ada' }, complete: true } })
    expect((await ada.next('entry', ({ entries }) => entries[0]?.kind === 'forgotten')).entries).toMatchObject([
      { kind: 'forgotten', clips: [clip], by: { person: 'ada' } },
    ])
    expect(await archive.clip({ clip, asker: ADA })).toEqual({ ok: false, reason: 'clip-deleted' })
    expect(await archive.clip({ clip, asker: null })).toEqual({ ok: false, reason: 'clip-deleted' })
    expect(await headClipObject(env.CLIPS, clipKey('ada', said.startedAtMs, clip))).toBeNull()
    expect(await listClips(env.INDEX, room, { limit: 9 })).toEqual([])
    expect((await archive.entriesAfter(number - 1))[0]).toMatchObject({ kind: 'clip', id: clip, clip: null })
    expect(await archive.post({ ...ADA, session, bytes: wire(talkFrom(0, 60)), end: true })).toMatchObject({
      stored: 0,
    })
    expect(await archive.forget({ clip, asker: ADA })).toEqual(answer)
    const left = await runInDurableObject(archive, (_, { storage }) =>
      storage.sql.exec('SELECT person, name, clip_json FROM talks').toArray(),
    )
    expect(left).toEqual([{ person: '', name: '', clip_json: null }])
  })

  it('whose speaker fills a hole of it later stays deleted', async () => {
    const session = randomId()
    const { ada, archive } = await keepingRoom({}, session)
    sayTalk(ada, [...talkFrom(0, 60, { ended: false }), ...talkFrom(150, 5, { started: false })])
    const clip = (await ada.next('talk')).talks[0]?.clip ?? ''
    await ada.next('kept', ({ to }) => to === 158)
    await archive.forget({ clip, asker: ADA })
    const hole = wire(talkFrom(120, 15, { started: false, ended: false }))
    expect(await archive.post({ ...ADA, session, bytes: hole, end: true })).toMatchObject({
      ok: true,
      stored: 0,
    })
  })

  it('that D1 holds on to is erased when D1 is back, however long that takes, and refused meanwhile', async () => {
    const { ada, archive } = await keepingRoom()
    sayTalk(ada, talkFrom(0, 60))
    const { id: clip } = await nextClip(ada)
    await env.INDEX.exec('ALTER TABLE clips RENAME TO away')
    expect(await archive.forget({ clip, asker: ADA })).toMatchObject({ receipt: { complete: false } })
    expect(await archive.clip({ clip, asker: ADA })).toEqual({ ok: false, reason: 'clip-deleted' })
    const alarm = await runInDurableObject(archive, (_, { storage }) => storage.getAlarm())
    expect(alarm).not.toBeNull()
    await runInDurableObject(archive, (_, { storage }) => {
      storage.sql.exec('UPDATE talks SET failing_since_ms = 1, due_at_ms = 1')
    })
    await runDurableObjectAlarm(archive)
    await env.INDEX.exec('ALTER TABLE away RENAME TO clips')
    await runInDurableObject(archive, (_, { storage }) => {
      expect(storage.sql.exec('SELECT COUNT(due_at_ms) AS due FROM talks').one()).toEqual({ due: 1 })
      storage.sql.exec('UPDATE talks SET due_at_ms = 1')
    })
    await runDurableObjectAlarm(archive)
    expect(await archive.forget({ clip, asker: ADA })).toMatchObject({ receipt: { complete: true } })
  })

  it('of a talk that goes on can be deleted too', async () => {
    const { ada, archive } = await keepingRoom()
    sayTalk(ada, talkFrom(0, 60, { ended: false }))
    const clip = (await ada.next('talk')).talks[0]?.clip ?? ''
    expect(await archive.forget({ clip, asker: ADA })).toMatchObject({ receipt: { complete: true } })
    expect((await ada.next('talk', ({ over = [] }) => over.length > 0)).over).toEqual([clip])
  })

  it('is deleted by itself when its days are over', async () => {
    const { room, ada, archive } = await keepingRoom({ keepDays: 7 })
    sayTalk(ada, talkFrom(0, 60))
    const { id: clip } = await nextClip(ada)
    await runInDurableObject(archive, (_, { storage }) => {
      storage.sql.exec('UPDATE talks SET started_at_ms = started_at_ms - 7 * 86400000 + 5000')
    })
    await runDurableObjectAlarm(archive)
    expect(await archive.clip({ clip, asker: ADA })).toMatchObject({ ok: true })
    await runInDurableObject(archive, async (_, { storage }) => {
      storage.sql.exec('UPDATE talks SET started_at_ms = started_at_ms - 5000')
      await storage.setAlarm(Date.now())
    })
    const { entries } = await ada.next('entry', (told) => told.entries[0]?.kind === 'forgotten')
    expect(entries).toMatchObject([{ by: null, clips: [clip] }])
    await eventually(async () => (await listClips(env.INDEX, room, { limit: 9 })).length === 0 || undefined)
  })

  it('[C38] tells everybody who has heard it, once', async () => {
    const { room, ada, archive } = await keepingRoom()
    const bob = { person: 'bob', name: 'Bob' }
    sayTalk(ada, talkFrom(0, 60))
    const { id: clip } = await nextClip(ada)
    const hear = () => archive.heard({ clip, asker: { person: 'bob', role: 'speaker' }, name: 'Bob' })
    expect(await hear()).toEqual({ ok: true, heardBy: [bob] })
    expect(await hear()).toEqual({ ok: true, heardBy: [bob] })
    const late = await Guest.join(room, guest('late'))
    expect(ada.all('heard')).toEqual([{ type: 'heard', heard: [{ clip, by: bob }] }])
    expect(late.all('heard')).toEqual([])
    expect(await archive.describe({ asker: ADA, clips: [clip, randomId()] })).toEqual({
      ok: true,
      heardBy: { [clip]: [bob] },
    })
  })

  it('whose row or object is lost is mended, or forgotten', async () => {
    const { room, ada, archive } = await keepingRoom()
    sayTalk(ada, talkFrom(0, 60))
    const { id: clip, clip: said } = await nextClip(ada)
    await archive.append({ kind: 'text', id: clip, by: { person: 'ada', name: 'Ada' }, text: 'the id of a clip' })
    await env.INDEX.exec('DELETE FROM clips')
    expect(await archive.mend({ clip, missing: 'row' })).toBe('known')
    expect((await listClips(env.INDEX, room, { limit: 9 })).map(({ id }) => id)).toEqual([clip])
    expect(clipsTold(ada)).toHaveLength(1)
    await env.CLIPS.delete(clipKey('ada', said.startedAtMs, clip))
    expect(await archive.mend({ clip, missing: 'object' })).toBe('forgotten')
    await ada.next('entry', ({ entries }) => entries[0]?.kind === 'forgotten')
    expect(await archive.mend({ clip: randomId(), missing: 'row' })).toBe('unknown')
  })
})

/** Asks until there is an answer; each question lets the objects work. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
  }
}
