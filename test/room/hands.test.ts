/** Raised hands: who sees them, who lowers them, and for how long they stay up. */

import { beforeEach, describe, expect, it } from 'vitest'
import { MAX_NAMED } from '../../src/protocol/limits.ts'
import type { Role } from '../../src/protocol/roles.ts'
import { arrivalOf, RoomLab } from '../support/room-lab.ts'

let lab: RoomLab
beforeEach(() => {
  lab = new RoomLab()
})

function joinAs(...roles: Role[]): void {
  for (const role of roles) lab.join(role, { arrival: arrivalOf(`p-${role}`, role) })
  lab.forget()
}

const errorsOf = (connection: string) =>
  lab.told(connection).flatMap((message) => (message.type === 'error' ? [message.code] : []))

describe('[C39] a hand', () => {
  const handOf = (connection: string) =>
    lab
      .told(connection)
      .flatMap((told) => (told.type === 'state' || told.type === 'joined' ? told.members : []))
      .flatMap(({ member, handRaisedAtMs }) => (handRaisedAtMs === undefined ? [] : [[member, handRaisedAtMs]]))

  it('is told with the moment at which it went up, and keeps it when it is raised again', () => {
    joinAs('owner', 'listener')
    lab.send('listener', { type: 'hand', raised: true })
    const raisedAtMs = lab.nowMs
    lab.pass(1_000)
    lab.send('listener', { type: 'hand', raised: true })
    expect(handOf('owner')).toEqual([[2, raisedAtMs]])
    expect(handOf('listener')).toEqual([[2, raisedAtMs]])
    lab.forget()
    lab.send('listener', { type: 'hand', raised: false })
    expect(handOf('owner')).toEqual([[2, null]])
  })

  it('stands in what newcomers are told', () => {
    joinAs('owner', 'listener')
    lab.send('listener', { type: 'hand', raised: true })
    lab.join('new')
    expect(handOf('new')).toContainEqual([2, lab.nowMs])
  })

  it.each([
    ['owner', 'lowers a moderator’s', 2, []],
    ['moderator', 'lowers a speaker’s', 3, []],
    ['moderator', 'does not lower an owner’s', 1, ['not-allowed']],
    ['speaker', 'does not lower another’s', 4, ['not-allowed']],
    ['owner', 'lowers nobody’s', 99, ['no-such-member']],
  ])('%s %s', (connection, _, member, errors) => {
    joinAs('owner', 'moderator', 'speaker', 'listener')
    for (const role of ['owner', 'moderator', 'speaker', 'listener']) lab.send(role, { type: 'hand', raised: true })
    lab.forget()
    lab.send(connection, { type: 'hand', raised: false, member })
    expect(errorsOf(connection)).toEqual(errors)
    expect(handOf('listener')).toEqual(errors.length === 0 ? [[member, null]] : [])
  })

  it('is raised by nobody for another', () => {
    joinAs('owner', 'listener')
    lab.send('owner', { type: 'hand', raised: true, member: 2 })
    expect(errorsOf('owner')).toEqual(['not-allowed'])
  })

  it('stays up while its member is reconnecting and when they resume; goes down when they leave', () => {
    joinAs('owner')
    const session = lab.join('b')
    lab.send('b', { type: 'hand', raised: true })
    const raisedAtMs = lab.nowMs
    lab.do(lab.room.closed('b', lab.nowMs))
    lab.pass(5_000)
    lab.join('b again', { session, arrival: arrivalOf('p-b') })
    expect(lab.told('b again')[0]).toMatchObject({ type: 'welcome', self: { handRaisedAtMs: raisedAtMs } })
    lab.send('b again', { type: 'leave' })
    lab.join('b once more', { session, arrival: arrivalOf('p-b') })
    expect(lab.told('b once more')[0]).toMatchObject({ type: 'welcome', self: { handRaisedAtMs: null } })
  })

  it('outlives the sleep of the object', () => {
    joinAs('owner', 'listener')
    lab.send('listener', { type: 'hand', raised: true })
    const woken = lab.woken()
    woken.join('new')
    expect(woken.told('new')[1]).toMatchObject({
      members: expect.arrayContaining([expect.objectContaining({ member: 2, handRaisedAtMs: lab.nowMs })]),
    })
  })

  it('[C32] names a member of the audience, so that somebody can answer it', () => {
    for (let index = 0; index <= MAX_NAMED; index += 1) lab.join(`m${index}`)
    lab.pass(1_000)
    lab.forget()
    lab.send(`m${MAX_NAMED}`, { type: 'hand', raised: true })
    const raisedAtMs = lab.nowMs
    lab.pass(1_000)
    expect(handOf('m0')).toEqual([[MAX_NAMED + 1, raisedAtMs]])
    expect(handOf(`m${MAX_NAMED}`)).toContainEqual([MAX_NAMED + 1, raisedAtMs])
  })

  it('is raised over HTTP on the device that has the voice, and lowered on all', () => {
    joinAs('owner')
    for (const connection of ['phone', 'tablet']) lab.join(connection, { arrival: arrivalOf('p-b') })
    lab.forget()
    lab.do(lab.room.raised('p-b', true, lab.nowMs))
    expect(handOf('owner')).toEqual([[3, lab.nowMs]])
    lab.send('phone', { type: 'hand', raised: true })
    lab.forget()
    lab.do(lab.room.raised('p-b', false, lab.nowMs))
    expect(handOf('owner').sort()).toEqual([
      [2, null],
      [3, null],
    ])
  })
})
