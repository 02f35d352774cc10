/** The Archive object in workerd, alone and behind a room: admission, the log, exactly once, what a moderator decides. */

import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AdmitRequest } from '../../src/archive/admission.ts'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import { openIndex } from '../api/door.ts'
import { Guest, guest, newRoom, owner, randomId } from './guest.ts'

beforeAll(openIndex)

const asking = (person: string, session = randomId()): AdmitRequest => ({
  session,
  person,
  name: person,
  role: 'speaker',
  keep: false,
  invite: null,
  address: null,
  after: 0,
})
const text = (person: string, words: string, id = randomId()) =>
  ({ kind: 'text', id, by: { person, name: person }, text: words }) as const

describe('admission', () => {
  it('refuses a room that nobody created', async () => {
    expect(await env.ARCHIVES.getByName(randomId()).admit(asking('ada'))).toEqual({ ok: false, reason: 'unknown-room' })
  })

  it('[R5] gives a session its number again, after a restart too, and others another', async () => {
    const archive = env.ARCHIVES.getByName(await newRoom())
    const session = randomId()
    expect(await archive.admit(asking('ada', session))).toMatchObject({ number: 1, resumed: false })
    expect(await archive.admit(asking('bob'))).toMatchObject({ number: 2 })
    await archive.release({ session, person: 'ada', name: 'ada', member: 1, keep: false })
    await evictDurableObject(archive)
    expect(await archive.admit(asking('ada', session))).toMatchObject({ number: 1, resumed: true })
    expect(await archive.admit(asking('cyd'))).toMatchObject({ number: 3 })
  })

  it('refuses another person the session', async () => {
    const archive = env.ARCHIVES.getByName(await newRoom())
    const session = randomId()
    await archive.admit(asking('ada', session))
    expect(await archive.admit(asking('mallory', session))).toEqual({ ok: false, reason: 'session-of-another' })
  })
})

describe('the log', () => {
  it('[C10] stores a retry once, under the same number', async () => {
    const archive = env.ARCHIVES.getByName(await newRoom())
    const entry = text('ada', 'hello')
    const first = await archive.append(entry)
    expect(await archive.append(text('bob', 'hi', entry.id))).toMatchObject({ number: 2 })
    expect(first).toEqual({ ok: true, number: 1, isNew: true })
    expect(await archive.append(entry)).toEqual({ ok: true, number: 1, isNew: false })
    expect(await archive.entriesAfter(0)).toHaveLength(2)
  })

  it('[C14] replays what was missed, at most 100, and the rest by page', async () => {
    const room = await newRoom()
    const archive = env.ARCHIVES.getByName(room)
    for (let number = 1; number <= 130; number += 1) await archive.append(text('ada', `line ${number}`))
    const admission = await archive.admit({ ...asking('bob'), after: 10 })
    expect(admission.ok && admission.entries.map(({ number }) => number)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 31),
    )
    const page = await archive.page({ person: 'bob', role: 'speaker', before: 31, limit: 20 })
    expect(page.ok && page.entries.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, i) => i + 11))
  })

  it('[C18] reaches everybody in one order, and whoever comes back misses none of it', async () => {
    const room = await newRoom()
    const session = randomId()
    const ada = await Guest.join(room, guest('ada'), session)
    const bob = await Guest.join(room, guest('bob'))
    ada.say({ type: 'say', id: randomId(), text: 'one' })
    await bob.next('entry')
    ada.socket.close(1001)
    for (const words of ['two', 'three']) bob.say({ type: 'say', id: randomId(), text: words })
    await bob.until(() => bob.all('ack').length === 2)
    const again = await Guest.join(room, guest('ada'), session, 1)
    await again.next('entry')
    const entries = again.all('entry').flatMap((message) => message.entries)
    expect(entries).toMatchObject([
      { number: 2, text: 'two' },
      { number: 3, text: 'three' },
    ])
  })

  it('survives the end of every object', async () => {
    const room = await newRoom()
    const ada = await Guest.join(room, guest('ada'))
    ada.say({ type: 'say', id: randomId(), text: 'kept' })
    await ada.next('ack')
    await abortAllDurableObjects()
    const bob = await Guest.join(room, guest('bob'))
    expect((await bob.next('entry')).entries).toMatchObject([{ text: 'kept' }])
  })
})

describe('[C12] a moderator', () => {
  it('removes a person, who then is not admitted', async () => {
    const room = await newRoom()
    const boss = await Guest.join(room, owner('boss'))
    const ada = await Guest.join(room, guest('ada'))
    boss.say({ type: 'moderate', id: randomId(), action: 'remove', member: ada.number })
    await ada.until(() => ada.closed !== undefined)
    expect(ada.closed?.code).toBe(CLOSE.removed)
    await boss.next('left', ({ members }) => members[0]?.reason === 'removed')
    const again = await Guest.open(room, guest('ada'))
    again.say({ type: 'hello', session: randomId(), name: 'ada', muted: false, deafened: false, keep: false, after: 0 })
    await again.until(() => again.closed !== undefined)
    expect(again.closed?.code).toBe(CLOSE.removed)
    expect(await env.ARCHIVES.getByName(room).page({ person: 'ada', role: 'speaker', limit: 10 })).toEqual({
      ok: false,
      reason: 'removed',
    })
  })

  it('is acknowledged again for a removal that is sent again', async () => {
    const room = await newRoom()
    const boss = await Guest.join(room, owner('boss'))
    const ada = await Guest.join(room, guest('ada'))
    const removal = { type: 'moderate', id: randomId(), action: 'remove', member: ada.number }
    boss.say(removal)
    await boss.next('left')
    boss.say(removal)
    await boss.until(() => boss.all('ack').length === 2)
    expect(boss.all('ack').map(({ number }) => number)).toEqual([1, 1])
    expect(boss.all('error')).toEqual([])
  })

  it('mutes a person across reconnects', async () => {
    const room = await newRoom()
    const boss = await Guest.join(room, owner('boss'))
    const session = randomId()
    const ada = await Guest.join(room, guest('ada'), session)
    boss.say({ type: 'moderate', id: randomId(), action: 'mute', member: ada.number })
    await ada.next('state', ({ members }) => members[0]?.silenced === true)
    ada.socket.close(1001)
    const again = await Guest.join(room, guest('ada'), session)
    expect(again.all('welcome')).toMatchObject([{ self: { silenced: true } }])
  })

  it('locks the room against newcomers, and not against those who were in', async () => {
    const room = await newRoom()
    const boss = await Guest.join(room, owner('boss'))
    const ada = await Guest.join(room, guest('ada'))
    boss.say({ type: 'moderate', id: randomId(), action: 'lock' })
    await ada.next('state', (message) => message.room?.locked === true)
    const late = await Guest.open(room, guest('late'))
    late.say({ type: 'hello', session: randomId(), name: 'late', muted: false, deafened: false, keep: false, after: 0 })
    await late.until(() => late.closed !== undefined)
    expect(late.closed?.code).toBe(CLOSE.locked)
    const archive = env.ARCHIVES.getByName(room)
    expect(await archive.page({ person: 'late', role: 'speaker', limit: 10 })).toEqual({ ok: false, reason: 'locked' })
    expect(await archive.page({ person: 'ada', role: 'speaker', limit: 10 })).toMatchObject({ ok: true })
    ada.say({ type: 'leave' })
    await ada.until(() => ada.closed !== undefined)
    expect((await Guest.join(room, guest('ada'))).all('welcome')).toMatchObject([{ room: { locked: true } }])
  })
})
