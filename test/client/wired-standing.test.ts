/** [C39, C41, C42] The SDK's room and a live room together: devices, roles and hands as both sides see them. */

import { beforeEach, expect, it } from 'vitest'
import { arrivalOf, RoomLab } from '../support/room-lab.ts'
import { WiredRoom } from '../support/wired-room.ts'

let lab: RoomLab
let wired: WiredRoom
beforeEach(() => {
  lab = new RoomLab()
  lab.join('grace', { arrival: arrivalOf('grace', 'owner') })
  wired = new WiredRoom(lab)
})

/** What announcements and both clients have to say of it is said. */
const settle = () => {
  lab.pass(1_000)
  wired.settle()
}
/** How many messages with audio have reached somebody since. */
const heardBy = (connection: string, happen: () => void): number => {
  lab.heard.length = 0
  happen()
  lab.pass(200)
  return lab.heard.filter(({ by }) => by === connection).length
}

it('the voice goes to the device that joined last, and comes back at a word; this one sends nothing meanwhile', () => {
  lab.join('phone', { arrival: arrivalOf('p-me') })
  settle()
  expect(wired.room.me.aside).toBe(true)
  expect(heardBy('grace', () => wired.say(0, { talkStart: true }))).toBe(0)
  wired.room.talkHere()
  settle()
  expect(wired.room.me.aside).toBe(false)
  expect([...wired.room.others.values()].find(({ person }) => person === 'p-me')?.aside).toBe(true)
  expect(heardBy('grace', () => wired.say(100, { talkStart: true }))).toBe(1)
})

it('who is made a listener is heard no more, until they may speak again', () => {
  const { member } = wired.room.me
  lab.moderate('grace', { action: 'role', member, role: 'listener' })
  settle()
  expect(wired.room.me.role).toBe('listener')
  expect(heardBy('grace', () => wired.say(0, { talkStart: true }))).toBe(0)
  lab.moderate('grace', { action: 'role', member, role: 'moderator' })
  settle()
  expect(wired.room.me.role).toBe('moderator')
  expect(heardBy('grace', () => wired.say(100, { talkStart: true }))).toBe(1)
})

it('a hand is up for everybody at the same time, and down when its owner or a moderator says so', () => {
  const { member } = wired.room.me
  wired.room.raiseHand(true)
  settle()
  expect(wired.room.me.handRaisedAtMs).toBe(1_000_000)
  lab.send('grace', { type: 'hand', raised: false, member })
  settle()
  expect(wired.room.me.handRaisedAtMs).toBeNull()
  lab.send('grace', { type: 'hand', raised: true })
  settle()
  expect([...wired.room.others.values()][0]?.handRaisedAtMs).toBe(1_002_000)
})
