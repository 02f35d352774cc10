/** The Archive as doorkeeper, in workerd: given roles, people who are kept out, what they held, and the end of a room. */

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { ArchiveTables } from '../../durable-objects/archive-tables.ts'
import { Demolition } from '../../durable-objects/demolition.ts'
import { MessageTables } from '../../durable-objects/message-tables.ts'
import { PeopleTables } from '../../durable-objects/people-tables.ts'
import { TalkTables } from '../../durable-objects/talk-tables.ts'
import type { AdmitRequest } from '../../src/archive/admission.ts'
import type { Moderator, PersonalAct } from '../../src/archive/door-answers.ts'
import { ADDRESS_BAN_MS, PERSONAL_RATES } from '../../src/protocol/limits.ts'
import type { Role } from '../../src/protocol/roles.ts'
import { listClipObjects } from '../../src/store/clip-objects.ts'
import { listClips } from '../../src/store/clips.ts'
import { addRoom, findRoom } from '../../src/store/rooms.ts'
import { lookInOnRooms } from '../../src/upkeep/rooms.ts'
import { openIndex } from '../api/door.ts'
import { Guest, guest, newRoom, randomId } from './guest.ts'
import { talkFrom, wire } from './kept-talk.ts'

const asking = (person: string, changes: Partial<AdmitRequest> = {}): AdmitRequest => ({
  session: randomId(),
  person,
  name: person.toUpperCase(),
  role: 'speaker',
  keep: false,
  invite: null,
  address: null,
  after: 0,
  ...changes,
})
const BOSS: Moderator = { person: 'boss', name: 'Boss', role: 'owner' }
const archiveOf = (room: string) => env.ARCHIVES.getByName(room)

/** A room with Ada in it, and what an owner does there over HTTP. */
async function roomWithAda(ada: Partial<AdmitRequest> = {}) {
  const room = await newRoom()
  const archive = archiveOf(room)
  await archive.admit(asking('ada', ada))
  const act = (act: PersonalAct, by = BOSS) => archive.moderate({ id: randomId(), by, act })
  return { room, archive, act }
}

/** A room that keeps talk, and a clip of Ada's that lies in R2 and stands in D1. */
async function roomWithClip() {
  const room = await newRoom({ keepTalk: true })
  const archive = archiveOf(room)
  const session = randomId()
  await archive.admit(asking('ada', { session, keep: true }))
  await archive.post({ person: 'ada', role: 'speaker', session, bytes: wire(talkFrom(0, 60)), end: true })
  await expect.poll(() => listClips(env.INDEX, room, { limit: 1 })).toHaveLength(1)
  const { objects } = await listClipObjects(env.CLIPS, { limit: 100 })
  const object = objects.find(({ origin }) => origin?.room === room)
  return { room, archive, clip: object?.origin?.clip ?? '', key: object?.key ?? '' }
}

beforeAll(openIndex)

describe('[C42] a role that was given', () => {
  it('holds for every session from then on, after a restart too', async () => {
    const { archive, act } = await roomWithAda()
    expect(await act({ action: 'role', person: 'ada', role: 'moderator' })).toEqual({ ok: true, number: 1 })
    await evictDurableObject(archive)
    expect(await archive.admit(asking('ada'))).toMatchObject({ ok: true, role: 'moderator' })
    expect(await archive.settings({ person: 'ada', role: 'listener' })).toMatchObject({ ok: true, role: 'moderator' })
  })

  it.each([
    ['a speaker', 'speaker', { action: 'mute', person: 'ada' }],
    ['a moderator who would make another', 'moderator', { action: 'role', person: 'ada', role: 'moderator' }],
    ['a moderator who would end the gathering', 'moderator', { action: 'end' }],
  ] as const)('lets %s do no more than the table says', async (_, role, act) => {
    const room = await roomWithAda()
    expect(await room.act(act, { person: 'mo', name: 'Mo', role })).toEqual({ ok: false, reason: 'not-allowed' })
  })

  it('decides at once about whoever had another before', async () => {
    const { act } = await roomWithAda()
    await act({ action: 'mute', person: 'ada' })
    const mo: Moderator = { person: 'ada', name: null, role: 'moderator' }
    await act({ action: 'role', person: 'ada', role: 'speaker' })
    expect(await act({ action: 'lock' }, mo)).toEqual({ ok: false, reason: 'not-allowed' })
  })

  it('knows nobody who has never been here', async () => {
    const { act } = await roomWithAda()
    expect(await act({ action: 'mute', person: 'nobody' })).toEqual({ ok: false, reason: 'unknown-person' })
  })

  it('does the same act once, however often it is asked for', async () => {
    const { archive } = await roomWithAda()
    const request = { id: randomId(), by: BOSS, act: { action: 'mute', person: 'ada' } as const }
    expect(await archive.moderate(request)).toEqual({ ok: true, number: 1 })
    expect(await archive.moderate(request)).toEqual({ ok: true, number: 1 })
    expect(await archive.entriesAfter(0)).toMatchObject([{ action: 'mute', target: { person: 'ada', name: 'ADA' } }])
  })
})

describe('[C42] an owner', () => {
  const act = { action: 'ban', person: 'olga' } as const
  const mo: Moderator = { person: 'mo', name: 'Mo', role: 'moderator' }

  it('is nobody’s to ban, by whatever link they are here at the moment', async () => {
    const { archive, act: decide } = await roomWithAda()
    await archive.admit(asking('olga', { role: 'owner' }))
    await archive.admit(asking('olga', { role: 'speaker' }))
    expect(await decide(act, mo)).toEqual({ ok: false, reason: 'not-allowed' })
    const target = { person: 'olga', name: 'OLGA' }
    const by = { person: 'mo', name: 'Mo' }
    const onTheLine = { kind: 'moderation', id: randomId(), by, action: 'ban', target } as const
    expect(await archive.append(onTheLine)).toEqual({ ok: false, reason: 'not-allowed' })
  })

  it('comes in, though they were removed before they were one', async () => {
    const { archive, act: decide } = await roomWithAda()
    await archive.admit(asking('olga'))
    await decide(act)
    expect(await archive.admit(asking('olga'))).toEqual({ ok: false, reason: 'removed' })
    expect(await archive.admit(asking('olga', { role: 'owner' }))).toMatchObject({ ok: true, role: 'owner' })
  })

  it('alone decides about a moderator, who is one by whatever link they are here', async () => {
    const { archive, act: decide } = await roomWithAda()
    await archive.admit(asking('mia', { role: 'moderator' }))
    await archive.admit(asking('mia', { role: 'speaker' }))
    expect(await decide({ action: 'mute', person: 'mia' }, mo)).toEqual({ ok: false, reason: 'not-allowed' })
    expect(await decide({ action: 'mute', person: 'mia' })).toMatchObject({ ok: true })
  })
})

describe('[C12] who is kept out', () => {
  const here = 'mark-of-a-network'

  it('is a person who was removed, until they are let in again', async () => {
    const { archive, act } = await roomWithAda()
    await act({ action: 'remove', person: 'ada' })
    expect(await archive.admit(asking('ada'))).toEqual({ ok: false, reason: 'removed' })
    await act({ action: 'readmit', person: 'ada' })
    expect(await archive.admit(asking('ada'))).toMatchObject({ ok: true })
  })

  it('[C42] is what their link makes them when they are let in again, whatever role they had been given', async () => {
    const { archive, act } = await roomWithAda()
    await act({ action: 'role', person: 'ada', role: 'moderator' })
    await act({ action: 'remove', person: 'ada' })
    await act({ action: 'readmit', person: 'ada' })
    expect(await archive.admit(asking('ada'))).toMatchObject({ ok: true, role: 'speaker' })
  })

  it('is, after a ban, whoever is new where that person is', async () => {
    const { archive, act } = await roomWithAda({ address: here })
    await archive.admit(asking('known', { address: here }))
    await act({ action: 'ban', person: 'ada' })
    expect(await archive.admit(asking('ada-again', { address: here }))).toEqual({ ok: false, reason: 'removed' })
    expect(await archive.admit(asking('known', { address: here }))).toMatchObject({ ok: true })
    expect(await archive.admit(asking('other', { address: 'elsewhere' }))).toMatchObject({ ok: true })
    await act({ action: 'readmit', person: 'ada' })
    expect(await archive.admit(asking('new', { address: here }))).toMatchObject({ ok: true })
  })

  it('reads nothing of the room and gets no relays either', async () => {
    const { archive, act } = await roomWithAda({ address: here })
    await act({ action: 'ban', person: 'ada' })
    const again = { person: 'ada-again', role: 'speaker', address: here } as const
    expect(await archive.page({ ...again, limit: 1 })).toEqual({ ok: false, reason: 'removed' })
    expect(await archive.beginTurn(again)).toEqual({ ok: false, reason: 'removed' })
    expect(await archive.page({ ...again, address: 'elsewhere', limit: 1 })).toMatchObject({ ok: true })
  })

  it('is nobody new any more once the ban of an address is over', async () => {
    const { archive, act } = await roomWithAda({ address: here })
    await act({ action: 'ban', person: 'ada' })
    await runInDurableObject(archive, (_, { storage }) => {
      storage.sql.exec('UPDATE kept_out SET until_ms = until_ms - ?', ADDRESS_BAN_MS)
    })
    expect(await archive.admit(asking('new', { address: here }))).toMatchObject({ ok: true })
  })

  it('is shown to those who decide, and to nobody else', async () => {
    const { archive, act } = await roomWithAda({ invite: 'invite-a' })
    await act({ action: 'remove', person: 'ada' })
    const answer = await archive.people({ person: 'boss', role: 'owner' })
    expect(answer.ok && answer.people).toMatchObject([
      {
        person: 'ada',
        name: 'ADA',
        role: 'speaker',
        invite: 'invite-a',
        removed: true,
        silenced: false,
        networkKeptOutUntilMs: null,
      },
    ])
    await archive.admit(asking('eve', { address: here }))
    await act({ action: 'ban', person: 'eve' })
    const again = await archive.people({ person: 'boss', role: 'owner' })
    expect(again.ok && again.people[0]?.networkKeptOutUntilMs).toBeGreaterThan(Date.now())
    expect(await archive.people({ person: 'sam', role: 'speaker' })).toEqual({ ok: false, reason: 'not-allowed' })
  })
})

describe('limits of one person', () => {
  it('[R1] admits nobody without end', async () => {
    const { archive } = await roomWithAda()
    const attempts = PERSONAL_RATES.join.burst + 5
    const answers = await Promise.all(Array.from({ length: attempts }, () => archive.admit(asking('eve'))))
    const refused = answers.filter((answer) => !answer.ok)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused).toEqual(refused.map(() => ({ ok: false, reason: 'too-fast' })))
    expect(await archive.admit(asking('bob'))).toMatchObject({ ok: true })
  })

  it('says how long to wait for another credential of a TURN server', async () => {
    const { archive } = await roomWithAda()
    const ada = { person: 'ada', role: 'speaker' } as const
    const names = new Set<string>()
    for (let count = 0; count < PERSONAL_RATES.turn.burst; count += 1) {
      const answer = await archive.beginTurn(ada)
      names.add(answer.ok ? answer.name : '')
    }
    expect(names.size).toBe(PERSONAL_RATES.turn.burst)
    const refusal = await archive.beginTurn(ada)
    expect(refusal).toMatchObject({ ok: false, reason: 'too-fast' })
    expect('retryAfterMs' in refusal && refusal.retryAfterMs).toBeGreaterThan(20_000)
  })
})

describe('the credentials of whoever is removed', () => {
  const ADA = { person: 'ada', role: 'speaker' } as const

  it('are taken back at once, and those that they would get afterwards are not theirs', async () => {
    const { archive, act } = await roomWithAda()
    const credential = { person: 'ada', provider: 'coturn' as const, expiresAtMs: Date.now() + 600_000 }
    const bob = { person: 'bob', role: 'speaker' } as const
    expect(await archive.turnMinted({ ...credential, username: 'before' }, ADA)).toEqual({ ok: true })
    expect(await archive.turnMinted({ ...credential, person: 'bob', username: 'other' }, bob)).toEqual({ ok: true })
    await act({ action: 'ban', person: 'ada' })
    const refusal = await archive.turnMinted({ ...credential, username: 'after' }, ADA)
    expect(refusal).toEqual({ ok: false, reason: 'removed' })
    await expect.poll(() => usernames(archive)).toEqual(['other'])
  })

  it('are forgotten when they have expired', async () => {
    const { archive } = await roomWithAda()
    const credential = { person: 'ada', provider: 'coturn' as const, username: 'old', expiresAtMs: Date.now() - 1 }
    await archive.turnMinted(credential, ADA)
    await archive.turnMinted({ ...credential, username: 'new', expiresAtMs: Date.now() + 600_000 }, ADA)
    expect(await usernames(archive)).toEqual(['new'])
  })

  const usernames = (archive: ReturnType<typeof archiveOf>) =>
    runInDurableObject(archive, (_, { storage }) =>
      storage.sql
        .exec<{ username: string }>('SELECT username FROM turn_credentials')
        .toArray()
        .map(({ username }) => username),
    )
})

describe('the end of a room', () => {
  it.each(['moderator', 'speaker'] as Role[])('is not for a %s to decide', async (role) => {
    const { archive } = await roomWithAda()
    expect(await archive.destroy({ person: 'mo', role })).toEqual({ ok: false, reason: 'not-allowed' })
  })

  it('leaves nothing: no clip, no row, no link, no line of storage', async () => {
    const { room, archive, clip, key } = await roomWithClip()
    await addRoom(env.INDEX, { id: room, name: 'Gone', apiKey: null, createdAtMs: 1 }, [])
    expect(await env.CLIPS.head(key)).not.toBeNull()
    expect(await archive.destroy({ person: 'boss', role: 'owner' })).toEqual({ ok: true })
    expect(await env.CLIPS.head(key)).toBeNull()
    expect(await findRoom(env.INDEX, room)).toBeNull()
    expect(await env.INDEX.prepare('SELECT id FROM clips WHERE id = ?').bind(clip).first()).toBeNull()
    expect(await archive.settings({ person: 'boss', role: 'owner' })).toEqual({ ok: false, reason: 'unknown-room' })
    expect(await archive.admit(asking('ada'))).toEqual({ ok: false, reason: 'unknown-room' })
    expect(await archive.clip({ clip, asker: null })).toEqual({ ok: false, reason: 'unknown-clip' })
    expect(await archive.destroy({ person: 'boss', role: 'owner' })).toEqual({ ok: true }) // again: it is gone
    expect(await archive.destroy({ person: 'sam', role: 'speaker' })).toEqual({ ok: false, reason: 'unknown-room' })
    const late = { kind: 'text', id: randomId(), by: { person: 'ada', name: 'Ada' }, text: 'Still here?' } as const
    expect(await archive.append(late)).toEqual({ ok: false, reason: 'unknown-room' })
    expect(await linesOf(archive)).toBe(0)
  })

  it('comes by itself when nobody has joined for as long as the operator says', async () => {
    const { room, archive } = await roomWithAda()
    await addRoom(env.INDEX, { id: room, name: 'Old', apiKey: null, createdAtMs: 1 }, [])
    expect(await runDurableObjectAlarm(archive)).toBe(true) // set from the beginning
    expect(await archive.settings({ person: 'boss', role: 'owner' })).toMatchObject({ ok: true })
    await runInDurableObject(archive, (_, { storage }) => {
      storage.sql.exec('UPDATE room SET joined_at_ms = joined_at_ms - ?', 31 * 86_400_000)
    })
    await runDurableObjectAlarm(archive)
    expect(await archive.settings({ person: 'boss', role: 'owner' })).toEqual({ ok: false, reason: 'unknown-room' })
    expect(await findRoom(env.INDEX, room)).toBeNull()
  })

  it('does not come while somebody is in it, however long ago they came', async () => {
    const room = await newRoom()
    const ada = await Guest.join(room, guest('ada'))
    const archive = archiveOf(room)
    await runInDurableObject(archive, (_, { storage }) => {
      storage.sql.exec('UPDATE room SET joined_at_ms = joined_at_ms - ?', 31 * 86_400_000)
    })
    await runDurableObjectAlarm(archive)
    expect(await archive.settings({ person: 'boss', role: 'owner' })).toMatchObject({ ok: true })
    expect(ada.closed).toBeUndefined()
  })

  it('ends what is listened to while it is spoken', async () => {
    const room = await newRoom({ keepTalk: true })
    const archive = archiveOf(room)
    const session = randomId()
    await archive.admit(asking('ada', { session, keep: true }))
    await archive.post({
      ...{ person: 'ada', role: 'speaker', session },
      ...{ bytes: wire(talkFrom(0, 60, { ended: false })), end: false },
    })
    const clip = await runInDurableObject(
      archive,
      (_, { storage }) => storage.sql.exec<{ clip: string }>('SELECT clip FROM talks').one().clip,
    )
    const stream = await archive.packets(clip)
    const heard = stream === null ? undefined : new Response(stream).arrayBuffer()
    await archive.destroy({ person: 'boss', role: 'owner' })
    expect((await heard)?.byteLength).toBeGreaterThan(0)
  })

  it('is not over while its room cannot be reached, in which somebody may be', async () => {
    const { room, archive } = await roomWithAda()
    await addRoom(env.INDEX, { id: room, name: 'Far', apiKey: null, createdAtMs: 1 }, [])
    const left = await runInDurableObject(archive, async (_, ctx) => {
      const { sql } = ctx.storage
      const tables = new ArchiveTables(sql)
      const demolition = new Demolition({
        ...{ ctx, env, tables, talks: new TalkTables(sql), people: new PeopleTables(sql) },
        messages: new MessageTables(sql),
        headcount: () => Promise.reject(new Error('out of reach')),
        empty: () => Promise.reject(new Error('out of reach')),
        silence: () => {},
        revoke: async () => {},
      })
      demolition.begin()
      await demolition.run()
      return { isDestroyed: tables.isDestroyed(), inMs: demolition.nextMs() - Date.now() }
    })
    expect(left.isDestroyed).toBe(true)
    expect(left.inMs).toBeLessThanOrEqual(60_000)
    expect(await findRoom(env.INDEX, room)).not.toBeNull()
  })

  it('comes to rooms that sleep, too: the upkeep looks in on them', async () => {
    const room = await newRoom()
    await addRoom(env.INDEX, { id: room, name: 'Asleep', apiKey: null, createdAtMs: 1 }, [])
    const archive = archiveOf(room)
    await runInDurableObject(archive, async (_, { storage }) => {
      storage.sql.exec('UPDATE room SET created_at_ms = created_at_ms - ?', 31 * 86_400_000)
      await storage.deleteAlarm()
    })
    await evictDurableObject(archive)
    const { failed } = await lookInOnRooms(env)
    expect(failed).toBe(0)
    await runDurableObjectAlarm(archive)
    await expect.poll(() => findRoom(env.INDEX, room)).toBeNull()
  })

  it('is finished by the alarm when it was cut short', async () => {
    const { room, archive } = await roomWithAda()
    await addRoom(env.INDEX, { id: room, name: 'Cut', apiKey: null, createdAtMs: 1 }, [])
    await runInDurableObject(archive, async (_, { storage }) => {
      storage.sql.exec('UPDATE room SET destroyed = 1')
      await storage.setAlarm(Date.now() + 60_000)
    })
    await evictDurableObject(archive)
    await runDurableObjectAlarm(archive)
    expect(await findRoom(env.INDEX, room)).toBeNull()
    expect(await linesOf(archive)).toBe(0)
  })

  const linesOf = (archive: ReturnType<typeof archiveOf>) =>
    runInDurableObject(archive, (_, { storage }) =>
      ['room', 'sessions', 'people', 'standings', 'entries', 'talks', 'chunks', 'heard', 'talkers', 'turn_credentials']
        .map((table) => storage.sql.exec<{ count: number }>(`SELECT COUNT(*) AS count FROM ${table}`).one().count)
        .reduce((sum, count) => sum + count, 0),
    )
})
