/** The life of members in a room, under a clock that the test sets. */

import { beforeEach, describe, expect, it } from 'vitest'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import { MAX_MEMBERS, MAX_NAMED, VISITORS_PER_MEMBER } from '../../src/protocol/limits.ts'
import { randomId } from '../support/random-id.ts'
import { arrivalOf, packetAt, RoomLab } from '../support/room-lab.ts'

let lab: RoomLab
beforeEach(() => {
  lab = new RoomLab()
})

const helloOf = (session = randomId()) => ({
  type: 'hello',
  session,
  name: 'Ada',
  muted: false,
  deafened: false,
  keep: false,
  after: 0,
})

describe('joining', () => {
  it('[C14] welcomes, then names the others', () => {
    lab.join('a')
    lab.join('b')
    const [welcome, joined] = lab.told('b')
    expect(welcome).toMatchObject({ type: 'welcome', self: { member: 2, name: 'b' }, others: 1, resumed: false })
    expect(joined).toMatchObject({ type: 'joined', members: [{ member: 1, name: 'a' }] })
  })

  it('[C15] tells the others, and nobody of the session', () => {
    lab.join('a')
    const session = lab.join('b')
    expect(lab.told('a').at(-1)).toMatchObject({ type: 'joined', members: [{ member: 2, person: 'p-b' }] })
    expect(JSON.stringify(lab.told('a'))).not.toContain(session)
    expect(JSON.stringify(lab.told('a'))).not.toContain('grants')
  })

  it('[C14] [C7] names two hundred others in messages of the right size, and counts the rest', () => {
    for (let index = 1; index < MAX_MEMBERS; index += 1) lab.join(`member-${index}`)
    lab.forget()
    lab.join('last')
    const lists = lab.told('last').filter((message) => message.type === 'joined')
    expect(lists.length).toBeGreaterThan(1)
    expect(lists.flatMap((message) => message.members)).toHaveLength(MAX_NAMED)
    expect(lab.told('last')[0]).toMatchObject({ type: 'welcome', others: MAX_NAMED, headcount: MAX_MEMBERS })
  })

  it('[R1] says that the room is full', () => {
    for (let index = 0; index < MAX_MEMBERS; index += 1) lab.join(`member-${index}`)
    const session = lab.join('late')
    expect(lab.closes('late')).toEqual([{ code: CLOSE.roomFull, reason: 'roomFull' }])
    expect(lab.effects).toContainEqual(expect.objectContaining({ do: 'release', session }))
  })

  it.each([
    ['unknown-room', CLOSE.unknownRoom],
    ['removed', CLOSE.removed],
    ['locked', CLOSE.locked],
    ['session-of-another', CLOSE.forbidden],
  ] as const)('[R1] closes when the archive says %s', (reason, code) => {
    lab.open('a')
    lab.send('a', helloOf())
    lab.do(lab.room.admitted('a', { ok: false, reason }, lab.nowMs))
    expect(lab.closes('a')).toMatchObject([{ code }])
    expect(lab.told('a')).toMatchObject([{ type: 'bye', code }])
  })

  it('[R1] closes with unavailable when the archive cannot be asked', () => {
    lab.open('a')
    lab.send('a', helloOf())
    lab.do(lab.room.admissionFailed('a'))
    expect(lab.closes('a')).toMatchObject([{ code: CLOSE.unavailable }])
  })

  it('[C8] wants hello first, and once', () => {
    lab.open('early')
    lab.send('early', { type: 'leave' })
    expect(lab.closes('early')).toEqual([{ code: CLOSE.malformed, reason: 'malformed: hello comes first' }])
    lab.open('loud')
    lab.speak('loud', packetAt(0))
    expect(lab.closes('loud')).toMatchObject([{ code: CLOSE.malformed }])
    lab.join('twice')
    lab.send('twice', helloOf())
    expect(lab.closes('twice')).toMatchObject([{ code: CLOSE.malformed }])
  })

  it('[C8] closes a socket that says nothing, when the next one comes', () => {
    lab.open('silent')
    lab.nowMs += 10_001
    lab.open('next')
    expect(lab.closes('silent')).toMatchObject([{ code: CLOSE.timedOut }])
  })

  it('turns away whoever comes when too many are at the door already', () => {
    for (let index = 0; index < VISITORS_PER_MEMBER * MAX_MEMBERS; index += 1) lab.open(`visitor-${index}`)
    lab.open('one more')
    expect(lab.closes('one more')).toMatchObject([{ code: CLOSE.unavailable }])
    expect(lab.closes('visitor-0')).toEqual([])
  })

  it('[C14] asks again when an entry was passed on while the archive answered', () => {
    lab.join('a')
    lab.open('b')
    const session = randomId()
    lab.send('b', helloOf(session))
    const stale = lab.admission({ session }, { lastEntry: 0 })
    lab.do(lab.room.entriesReceived([textEntry(1)], 'pushed', lab.nowMs))
    lab.forget()
    lab.do(lab.room.admitted('b', stale, lab.nowMs))
    expect(lab.effects).toMatchObject([{ do: 'admit', connection: 'b', request: { session } }])
    lab.do(lab.room.admitted('b', lab.admission({ session }, { lastEntry: 1, entries: [textEntry(1)] }), lab.nowMs))
    expect(lab.told('b').map(({ type }) => type)).toEqual(['welcome', 'joined', 'entry'])
  })
})

describe('state', () => {
  it('[C17] tells everybody what changed, and only that', () => {
    lab.join('a')
    lab.join('b')
    lab.forget()
    lab.send('b', { type: 'state', muted: true, name: 'Bea' })
    const change = { type: 'state', members: [{ member: 2, muted: true, name: 'Bea' }] }
    expect(lab.told('a')).toEqual([change])
    expect(lab.told('b')).toEqual([change])
    lab.forget()
    lab.send('b', { type: 'state', muted: true })
    expect(lab.told('a')).toEqual([])
  })
})

describe('losing the line', () => {
  it('[R6] is reconnecting for 15 s, then lost', () => {
    lab.join('a')
    const session = lab.join('b')
    lab.forget()
    lab.do(lab.room.closed('b', lab.nowMs))
    expect(lab.told('a')).toEqual([{ type: 'state', members: [{ member: 2, reconnecting: true }] }])
    expect(lab.room.nextDeadlineMs()).toBe(lab.nowMs + 15_000)
    lab.nowMs += 15_000
    lab.do(lab.room.tick(lab.nowMs))
    expect(lab.told('a').at(-1)).toEqual({ type: 'left', members: [{ member: 2, reason: 'lost' }] })
    expect(lab.effects).toContainEqual(expect.objectContaining({ do: 'release', session }))
    expect(lab.room.nextDeadlineMs()).toBeUndefined()
  })

  it('[R5] comes back with the same number, and the others see one member throughout', () => {
    lab.join('a')
    const session = lab.join('b')
    lab.do(lab.room.closed('b', lab.nowMs))
    lab.forget()
    lab.join('b2', { session, arrival: arrivalOf('p-b') })
    expect(lab.told('b2')[0]).toMatchObject({ type: 'welcome', resumed: true, self: { member: 2 } })
    expect(lab.told('a')).toEqual([{ type: 'state', members: [{ member: 2, name: 'b2', reconnecting: false }] }])
    expect(lab.room.nextDeadlineMs()).toBeUndefined()
  })

  it('[C15] is described anew when it comes back in another role', () => {
    lab.join('a')
    const session = lab.join('b')
    lab.do(lab.room.closed('b', lab.nowMs))
    lab.forget()
    lab.join('b', { session, arrival: arrivalOf('p-b', 'owner') })
    expect(lab.told('a')).toMatchObject([
      { type: 'joined', members: [{ member: 2, role: 'owner', reconnecting: false }] },
    ])
  })

  it('[R7] closes the first socket when a second takes over its session', () => {
    lab.join('a')
    const session = lab.join('b')
    lab.forget()
    lab.join('b2', { session })
    expect(lab.closes('b')).toEqual([{ code: CLOSE.replaced, reason: 'replaced' }])
    lab.do(lab.room.closed('b', lab.nowMs))
    expect(lab.told('a')).toEqual([{ type: 'state', members: [{ member: 2, name: 'b2' }] }])
    lab.speak('a', packetAt(0))
    expect(lab.heard.map(({ by }) => by)).toEqual(['b2'])
  })

  it('[R5] is not given up while the archive is asked for it', () => {
    lab.join('a')
    const session = lab.join('b')
    lab.do(lab.room.closed('b', lab.nowMs))
    lab.open('b2', arrivalOf('p-b'))
    lab.send('b2', helloOf(session))
    lab.forget()
    lab.nowMs += 15_000
    lab.do(lab.room.tick(lab.nowMs))
    expect(lab.effects).toEqual([])
    lab.do(lab.room.admitted('b2', lab.admission({ session }), lab.nowMs))
    expect(lab.told('a')).toMatchObject([{ type: 'state', members: [{ member: 2, reconnecting: false }] }])
  })

  it('[R8] is joined anew in a room that has restarted', () => {
    const session = lab.join('b')
    const restarted = new RoomLab()
    restarted.admission({ session })
    restarted.join('a')
    restarted.join('b', { session })
    expect(restarted.told('b')[0]).toMatchObject({ type: 'welcome', resumed: true })
    expect(restarted.told('a').at(-1)).toMatchObject({ type: 'joined' })
  })

  it('[C27] is found out by its pings while audio flows', () => {
    lab.join('a')
    lab.join('dead')
    lab.pongs.set('a', lab.nowMs + 60_000)
    lab.nowMs += 60_001
    lab.speak('a', packetAt(0))
    expect(lab.closes('dead')).toMatchObject([{ code: CLOSE.timedOut }])
    expect(lab.closes('a')).toEqual([])
  })

  it('[C13] leaves at once when it says so', () => {
    lab.join('a')
    const session = lab.join('b')
    lab.send('b', { type: 'leave' })
    expect(lab.told('a').at(-1)).toEqual({ type: 'left', members: [{ member: 2, reason: 'left' }] })
    expect(lab.closes('b')).toEqual([{ code: CLOSE.normal, reason: 'normal' }])
    expect(lab.effects).toContainEqual(expect.objectContaining({ do: 'release', session }))
    expect(lab.do(lab.room.closed('b', lab.nowMs))).toEqual([])
  })
})

describe('after the object slept', () => {
  it('has its members back, with their numbers, and nobody is told', () => {
    lab.join('a')
    const session = lab.join('b', { deafened: true })
    const awake = lab.woken()
    awake.admission({ session: 'of a' })
    awake.admission({ session })
    awake.join('c')
    expect(awake.told('c')[1]).toMatchObject({ type: 'joined', members: [{ member: 1 }, { member: 2 }] })
    awake.speak('c', packetAt(0))
    expect(awake.heard.map(({ by }) => by)).toEqual(['a'])
  })
})

const textEntry = (number: number) =>
  ({
    kind: 'text',
    number,
    atMs: 1,
    by: { person: 'p', name: 'P' },
    id: randomId(),
    text: 'hi',
  }) as const
