/** Text, signals and a moderator's acts, as the live room handles them. */

import { beforeEach, describe, expect, it } from 'vitest'
import { entryOf } from '../../src/archive/log.ts'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import type { Entry } from '../../src/protocol/room-message.ts'
import { randomId } from '../support/random-id.ts'
import { arrivalOf, packetAt, RoomLab } from '../support/room-lab.ts'

let lab: RoomLab
let sessionOfC: string
beforeEach(() => {
  lab = new RoomLab()
  lab.join('owner', { arrival: arrivalOf('p-owner', 'owner') })
  lab.join('b')
  sessionOfC = lab.join('c')
  lab.forget()
})

describe('text', () => {
  it('[C10] is stored under its author, whatever the message says', () => {
    const id = randomId()
    lab.send('b', { type: 'say', id, text: 'hello', by: { person: 'p-owner', name: 'owner' } })
    expect(lab.effects).toEqual([
      { do: 'append', connection: 'b', request: { kind: 'text', id, by: { person: 'p-b', name: 'b' }, text: 'hello' } },
    ])
  })

  it('[C18] goes to everybody, once, in order', () => {
    lab.send('b', { type: 'say', id: randomId(), text: 'one' })
    const entry = lab.store()
    expect(lab.told('b')).toEqual([{ type: 'entry', entries: [entry] }])
    expect(lab.told('c')).toEqual([{ type: 'entry', entries: [entry] }])
    lab.forget()
    lab.do(lab.room.entriesReceived([entry], 'pushed', lab.nowMs))
    expect(lab.effects).toEqual([])
  })

  it('[C20] is acknowledged with its number; [C22] or is not', () => {
    const id = randomId()
    lab.do(lab.room.answers.appended('b', id, { ok: true, number: 1, isNew: true }))
    expect(lab.told('b')).toEqual([{ type: 'ack', id, number: 1 }])
    lab.do(lab.room.answers.appendFailed('b', id))
    expect(lab.told('b').at(-1)).toMatchObject({ type: 'error', code: 'not-stored', id })
  })

  it('is pulled when the push of it was lost, and passed on once', () => {
    lab.do(lab.room.entriesReceived([textEntry(1)], 'pushed', lab.nowMs))
    lab.forget()
    lab.do(lab.room.entriesReceived([textEntry(3)], 'pushed', lab.nowMs))
    expect(lab.effects).toEqual([{ do: 'pull', after: 1 }])
    lab.do(lab.room.entriesReceived([textEntry(2), textEntry(3)], 'pulled', lab.nowMs))
    const numbers = lab.told('c').flatMap((told) => (told.type === 'entry' ? told.entries.map((e) => e.number) : []))
    expect(numbers).toEqual([2, 3])
  })

  it('is pulled when the archive has acknowledged what it never pushed', () => {
    lab.do(lab.room.entriesReceived([textEntry(1)], 'pushed', lab.nowMs))
    lab.forget()
    lab.do(lab.room.answers.appended('b', randomId(), { ok: true, number: 2, isNew: true }))
    expect(lab.effects).toContainEqual({ do: 'pull', after: 1 })
  })

  it('is pulled in a room that has just woken, too, but not for what a retry repeats', () => {
    const awake = new RoomLab()
    awake.join('owner', { arrival: arrivalOf('p-owner', 'owner') })
    const attached = awake.effects.findLast((effect) => effect.do === 'attach')
    const woken = new RoomLab()
    if (attached?.do === 'attach' && attached.attachment) woken.room.restore('owner', attached.attachment, woken.nowMs)
    woken.do(woken.room.answers.appended('owner', randomId(), { ok: true, number: 3, isNew: false }))
    expect(woken.effects).not.toContainEqual(expect.objectContaining({ do: 'pull' }))
    woken.do(woken.room.answers.appended('owner', randomId(), { ok: true, number: 7, isNew: true }))
    expect(woken.effects).toContainEqual({ do: 'pull', after: 6 })
  })
})

describe('signals', () => {
  it('[C11] reach one member, stamped with their sender', () => {
    lab.send('b', { type: 'signal', to: 3, data: 'offer' })
    expect(lab.told('c')).toEqual([{ type: 'signal', from: 2, data: 'offer' }])
    expect(lab.told('owner')).toEqual([])
  })

  it('[C11] to nobody are answered at once', () => {
    const id = randomId()
    lab.send('b', { type: 'signal', id, to: 99, data: '' })
    expect(lab.told('b')).toMatchObject([{ type: 'error', code: 'no-such-member', id }])
  })

  it('[C11] wait for a member who is reconnecting, and follow the welcome in their order', () => {
    lab.do(lab.room.closed('c', lab.nowMs))
    for (const data of ['offer', 'candidate']) lab.send('b', { type: 'signal', to: 3, data })
    lab.nowMs += 14_000
    lab.do(lab.room.tick(lab.nowMs))
    lab.join('c again', { session: sessionOfC })
    const told = lab.told('c again')
    expect(told[0]).toMatchObject({ type: 'welcome', self: { member: 3 } })
    expect(told.filter(({ type }) => type === 'signal')).toEqual([
      { type: 'signal', from: 2, data: 'offer' },
      { type: 'signal', from: 2, data: 'candidate' },
    ])
    expect(lab.told('b').filter(({ type }) => type === 'error')).toEqual([])
  })

  it('[C11] [R6] are reported undeliverable when nobody came back in time', () => {
    const id = randomId()
    lab.do(lab.room.closed('c', lab.nowMs))
    lab.send('b', { type: 'signal', id, to: 3, data: 'offer' })
    lab.nowMs += 15_000
    lab.do(lab.room.tick(lab.nowMs))
    expect(lab.told('b')).toContainEqual(expect.objectContaining({ type: 'error', code: 'not-reachable', id }))
    lab.join('c again', { session: sessionOfC })
    expect(lab.told('c again').filter(({ type }) => type === 'signal')).toEqual([])
  })

  it('[C11] are kept up to 32 for one member', () => {
    lab.do(lab.room.closed('c', lab.nowMs))
    for (let count = 0; count < 33; count += 1) lab.send('b', { type: 'signal', to: 3, data: String(count) })
    expect(lab.told('b').filter(({ type }) => type === 'error')).toHaveLength(1)
    lab.join('c again', { session: sessionOfC })
    expect(lab.told('c again').filter(({ type }) => type === 'signal')).toHaveLength(32)
  })
})

describe('moderation', () => {
  it('[C12] is not for speakers', () => {
    const id = randomId()
    lab.send('b', { type: 'moderate', id, action: 'mute', member: 3 })
    expect(lab.told('b')).toMatchObject([{ type: 'error', code: 'not-allowed', id }])
    expect(lab.effects).toHaveLength(1)
  })

  it('[C12] cannot be turned on an owner', () => {
    lab.send('owner', { type: 'moderate', id: randomId(), action: 'remove', member: 1 })
    expect(lab.told('owner')).toMatchObject([{ type: 'error', code: 'not-allowed' }])
  })

  it('[C12] cannot be turned on an owner who is here as a guest too', () => {
    lab.join('owner-phone', { arrival: arrivalOf('p-owner') })
    lab.join('second', { arrival: arrivalOf('p-second', 'owner') })
    lab.forget()
    lab.send('second', { type: 'moderate', id: randomId(), action: 'remove', member: 4 })
    expect(lab.told('second')).toMatchObject([{ type: 'error', code: 'not-allowed' }])
  })

  it('[R10] is acknowledged again when it is sent again and its target has gone', () => {
    const id = randomId()
    lab.send('owner', { type: 'moderate', id, action: 'remove', member: 99 })
    expect(lab.effects).toEqual([{ do: 'recall', connection: 'owner', person: 'p-owner', id }])
    lab.do(lab.room.answers.recalled('owner', id, 7))
    expect(lab.told('owner')).toEqual([{ type: 'ack', id, number: 7 }])
    lab.do(lab.room.answers.recalled('owner', id, undefined))
    expect(lab.told('owner').at(-1)).toMatchObject({ type: 'error', code: 'no-such-member', id })
  })

  it('[C12] mute silences a person until unmute, whatever they do', () => {
    lab.send('owner', { type: 'moderate', id: randomId(), action: 'mute', member: 2 })
    lab.store()
    expect(lab.told('c')).toContainEqual({ type: 'state', members: [{ member: 2, silenced: true }] })
    lab.send('b', { type: 'state', muted: true })
    lab.send('b', { type: 'state', muted: false })
    lab.speak('b', packetAt(0))
    expect(lab.heard).toEqual([])
    lab.send('owner', { type: 'moderate', id: randomId(), action: 'unmute', member: 2 })
    lab.store()
    lab.speak('b', packetAt(2))
    expect(lab.heard).toHaveLength(2)
  })

  it('[C12] remove closes every connection of that person, at the door too', () => {
    lab.join('b-phone', { arrival: arrivalOf('p-b') })
    lab.open('b-tablet', arrivalOf('p-b'))
    lab.forget()
    lab.send('owner', { type: 'moderate', id: randomId(), action: 'remove', member: 2 })
    lab.store()
    for (const connection of ['b', 'b-phone', 'b-tablet']) {
      expect(lab.closes(connection)).toEqual([{ code: CLOSE.removed, reason: 'removed' }])
    }
    const left = lab.told('c').flatMap((message) => (message.type === 'left' ? message.members : []))
    expect(left).toEqual([
      { member: 2, reason: 'removed' },
      { member: 4, reason: 'removed' },
    ])
    expect(lab.room.nextDeadlineMs()).toBeUndefined()
  })

  it('[C12] lock is told to everybody', () => {
    lab.send('owner', { type: 'moderate', id: randomId(), action: 'lock' })
    lab.store()
    expect(lab.told('c')).toContainEqual({ type: 'state', members: [], room: { locked: true } })
  })
})

const textEntry = (entryNumber: number): Entry =>
  entryOf({ kind: 'text', id: randomId(), by: { person: 'p', name: 'P' }, text: 'hi' }, entryNumber, 1)
