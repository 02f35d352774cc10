/** What a role may do in the room, and what it comes to when it changes in the midst of it. */

import { beforeEach, describe, expect, it } from 'vitest'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import type { Role } from '../../src/protocol/roles.ts'
import { randomId } from '../support/random-id.ts'
import { arrivalOf, packetAt, RoomLab } from '../support/room-lab.ts'

let lab: RoomLab
beforeEach(() => {
  lab = new RoomLab()
})

/** Joins members 1, 2, 3, …, each in the role that their name says. */
function joinAs(...roles: Role[]): void {
  for (const role of roles) lab.join(role, { arrival: arrivalOf(`p-${role}`, role) })
  lab.forget()
}

const ask = (connection: string, act: object) => lab.send(connection, { type: 'moderate', id: randomId(), ...act })
const errorsOf = (connection: string) =>
  lab.told(connection).flatMap((message) => (message.type === 'error' ? [message.code] : []))

describe('[C42] a role', () => {
  it('is what the Archive says, whatever the token said', () => {
    lab.open('a', arrivalOf('p-a', 'speaker'))
    const session = randomId()
    const state = { muted: false, deafened: false, after: 0 }
    lab.send('a', { type: 'hello', session, name: 'a', ...state })
    lab.do(lab.room.admitted('a', lab.admission({ session }, { role: 'listener' }), lab.nowMs))
    expect(lab.told('a')[0]).toMatchObject({ type: 'welcome', self: { role: 'listener' } })
  })

  it.each<[Role, object, 'may' | 'may not']>([
    ['moderator', { action: 'mute', member: 3 }, 'may'],
    ['moderator', { action: 'ban', member: 3 }, 'may'],
    ['moderator', { action: 'role', member: 3, role: 'listener' }, 'may'],
    ['moderator', { action: 'role', member: 3, role: 'moderator' }, 'may not'],
    ['moderator', { action: 'remove', member: 1 }, 'may not'],
    ['moderator', { action: 'mute', member: 5 }, 'may not'],
    ['moderator', { action: 'lock' }, 'may'],
    ['moderator', { action: 'readmit', person: 'guest:somebody' }, 'may'],
    ['moderator', { action: 'keep', days: 30 }, 'may not'],
    ['moderator', { action: 'end' }, 'may not'],
    ['owner', { action: 'role', member: 3, role: 'moderator' }, 'may'],
    ['owner', { action: 'role', member: 2, role: 'speaker' }, 'may'],
    ['owner', { action: 'end' }, 'may'],
    ['owner', { action: 'mute', member: 1 }, 'may not'],
    ['speaker', { action: 'mute', member: 4 }, 'may not'],
    ['speaker', { action: 'remove', member: 99 }, 'may not'],
    ['listener', { action: 'lock' }, 'may not'],
  ])('%s: %o: %s', (role, act, may) => {
    joinAs('owner', 'moderator', 'speaker', 'listener')
    lab.join('another moderator', { arrival: arrivalOf('p-other', 'moderator') })
    lab.forget()
    const effects = ask(role, act)
    expect(effects).toHaveLength(1)
    expect(errorsOf(role)).toEqual(may === 'may' ? [] : ['not-allowed'])
    if (may === 'may') expect(effects).toMatchObject([{ do: 'append', request: storedOf(act) }])
  })

  it('protects a person by the highest that any of their devices has', () => {
    joinAs('owner', 'moderator', 'speaker')
    lab.join('phone', { arrival: arrivalOf('p-moderator', 'speaker') })
    lab.join('other', { arrival: arrivalOf('p-other', 'moderator') })
    lab.forget()
    ask('other', { action: 'remove', member: 4 })
    expect(errorsOf('other')).toEqual(['not-allowed'])
  })
})

/** What the request to the Archive has of what was asked for. */
const storedOf = ({ member: _, person, ...act }: { member?: number; person?: string }) =>
  person === undefined ? act : { ...act, target: { person } }

describe('[C12] a role that is given', () => {
  it('changes every device of that person at once, and is told', () => {
    joinAs('owner', 'speaker')
    lab.join('phone', { arrival: arrivalOf('p-speaker') })
    lab.forget()
    lab.moderate('owner', { action: 'role', member: 2, role: 'moderator' })
    expect(lab.told('phone')).toContainEqual({
      type: 'state',
      members: [
        { member: 2, role: 'moderator' },
        { member: 3, role: 'moderator' },
      ],
    })
    lab.forget()
    lab.join('c')
    ask('phone', { action: 'mute', member: 4 })
    expect(errorsOf('phone')).toEqual([])
  })

  it('holds through the sleep of the object', () => {
    lab.join('owner', { arrival: arrivalOf('p-owner', 'owner') })
    for (const connection of ['b', 'c']) lab.join(connection)
    lab.moderate('owner', { action: 'role', member: 2, role: 'listener' })
    const woken = lab.woken()
    for (const connection of ['b', 'c']) woken.speak(connection, packetAt(0, { talkStart: true }))
    expect(woken.heard.map(({ by }) => by).sort()).toEqual(['b', 'owner'])
  })

  it('[W16] [W23] takes the place of who is made a listener in mid-talk, and drops what they say', () => {
    lab.maxSpeakers = 1
    joinAs('owner', 'speaker')
    lab.join('c')
    lab.speak('speaker', packetAt(0, { talkStart: true, level: 0 }))
    lab.heard.length = 0
    lab.moderate('owner', { action: 'role', member: 2, role: 'listener' })
    lab.speak('speaker', packetAt(2, { level: 0 }))
    lab.speak('c', packetAt(0, { talkStart: true, level: 60 }))
    expect(lab.heard.map(({ by }) => by).sort()).toEqual(['owner', 'speaker'])
    lab.moderate('owner', { action: 'role', member: 2, role: 'speaker' })
    lab.speak('c', packetAt(2, { talkEnd: true }))
    lab.heard.length = 0
    lab.speak('speaker', packetAt(4, { talkStart: true }))
    expect(lab.heard.map(({ by }) => by).sort()).toEqual(['c', 'owner'])
  })

  it('[K1] ends the talk that is being kept of who is made a listener, and a later one begins anew', () => {
    lab.keepTalk = true
    joinAs('owner')
    const session = lab.join('b', { keep: true })
    lab.speak('b', packetAt(0, { talkStart: true }))
    lab.forget()
    lab.moderate('owner', { action: 'role', member: 2, role: 'listener' })
    const [spooled, ended] = lab.effects.filter(({ do: what }) => what === 'spool' || what === 'consent')
    expect(spooled).toMatchObject({ do: 'spool', request: { from: 0, to: 0 } })
    expect(ended).toMatchObject({ do: 'consent', session, keep: false })
    lab.speak('b', packetAt(2))
    lab.moderate('owner', { action: 'role', member: 2, role: 'speaker' })
    lab.forget()
    lab.speak('b', packetAt(4, { talkEnd: true }))
    expect(lab.effects).toMatchObject([{ do: 'spool', request: { from: 4, to: 4, beginsHere: true } }])
  })

  it('[K1] ends the kept talk of somebody who is reconnecting, too', () => {
    lab.keepTalk = true
    joinAs('owner')
    const session = lab.join('b', { keep: true })
    lab.do(lab.room.closed('b', lab.nowMs))
    lab.forget()
    lab.moderate('owner', { action: 'role', member: 2, role: 'listener' })
    expect(lab.effects).toContainEqual(expect.objectContaining({ do: 'consent', session, keep: false }))
  })

  it('leaves who has come as an owner meanwhile what they are', () => {
    joinAs('owner', 'speaker')
    ask('owner', { action: 'role', member: 2, role: 'listener' })
    lab.join('as owner', { arrival: arrivalOf('p-speaker', 'owner') })
    lab.store()
    const given = lab.told('owner').flatMap((told) => (told.type === 'state' ? told.members : []))
    expect(given.filter(({ role }) => role !== undefined)).toEqual([{ member: 2, role: 'listener' }])
  })
})

describe('[C12] who is put out', () => {
  it('is removed with all devices and whoever is at the door, by a ban as by a removal', () => {
    joinAs('owner', 'speaker')
    lab.join('phone', { arrival: arrivalOf('p-speaker') })
    lab.open('tablet', arrivalOf('p-speaker'))
    lab.forget()
    lab.moderate('owner', { action: 'ban', member: 2 })
    for (const connection of ['speaker', 'phone', 'tablet']) {
      expect(lab.closes(connection)).toEqual([{ code: CLOSE.removed, reason: 'removed' }])
    }
    expect(lab.effects.find(({ do: what }) => what === 'release')).toBeDefined()
  })

  it('is readmitted as a person, whose name only the Archive knows', () => {
    joinAs('owner')
    ask('owner', { action: 'readmit', person: 'guest:somebody' })
    const target = { person: 'guest:somebody', name: 'guest:somebody' }
    expect(lab.effects).toMatchObject([{ do: 'append', request: { action: 'readmit', target } }])
  })
})
