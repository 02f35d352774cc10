/** [C41] One person on several devices: one of them has the voice, the others are aside. */

import { beforeEach, describe, expect, it } from 'vitest'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import { MAX_DEVICES } from '../../src/protocol/limits.ts'
import { arrivalOf, packetAt, RoomLab } from '../support/room-lab.ts'

let lab: RoomLab
let laptop: string
beforeEach(() => {
  lab = new RoomLab()
  lab.join('other')
  laptop = joinDevice('laptop')
  lab.forget()
})

/** Another device of Ada's. */
function joinDevice(connection: string, options: { session?: string; aside?: boolean; keep?: boolean } = {}): string {
  return lab.join(connection, { arrival: arrivalOf('p-ada'), ...options })
}

const heardBy = () => lab.heard.map(({ by }) => by)

/** `aside` as everybody was told of it, by member. */
const asides = (connection: string) =>
  lab
    .told(connection)
    .flatMap((told) => (told.type === 'state' || told.type === 'joined' ? told.members : []))
    .flatMap(({ member, aside }) => (aside === undefined ? [] : [[member, aside]]))

it('gives the voice to the device that comes, and tells everybody that the other goes aside', () => {
  joinDevice('phone')
  expect(asides('other')).toContainEqual([2, true])
  expect(asides('laptop')).toContainEqual([2, true])
  expect(lab.told('phone')[0]).toMatchObject({ type: 'welcome', self: { member: 3, aside: false } })
  expect(asides('phone')).toContainEqual([2, true])
})

it('[W16] drops what a device says that is aside, and sends it nothing', () => {
  joinDevice('phone')
  lab.forget()
  lab.speak('laptop', packetAt(0, { talkStart: true }))
  expect(heardBy()).toEqual([])
  lab.speak('phone', packetAt(0, { talkStart: true }))
  expect(heardBy()).toEqual(['other'])
  lab.forget()
  lab.speak('other', packetAt(0, { talkStart: true }))
  expect(heardBy()).toEqual(['phone'])
})

it('[W23] takes the place of a device that goes aside in mid-talk', () => {
  lab.speak('laptop', packetAt(0, { talkStart: true }))
  lab.forget()
  joinDevice('phone')
  lab.speak('laptop', packetAt(2))
  lab.speak('phone', packetAt(0, { talkStart: true }))
  expect(heardBy()).toEqual(['other'])
})

it('[K1] keeps nothing that is said aside, and ends the talk that was being kept', () => {
  lab.keepTalk = true
  const tablet = joinDevice('tablet', { keep: true })
  lab.speak('tablet', packetAt(0, { talkStart: true }))
  lab.forget()
  joinDevice('phone', { keep: true })
  expect(lab.effects).toContainEqual(expect.objectContaining({ do: 'consent', session: tablet, keep: false }))
  lab.forget()
  lab.speak('tablet', packetAt(2, { talkEnd: true }))
  lab.pass(2_000)
  expect(lab.effects.filter(({ do: what }) => what === 'spool')).toEqual([])
})

it('[K4] leaves the talk open of a tab that is gone: the next one hands in the rest of it', () => {
  lab.keepTalk = true
  joinDevice('tab', { keep: true })
  lab.speak('tab', packetAt(0, { talkStart: true }))
  lab.do(lab.room.closed('tab', lab.nowMs))
  lab.forget()
  joinDevice('next tab', { keep: true })
  expect(asides('other')).toContainEqual([3, true])
  expect(lab.effects.filter(({ do: what }) => what === 'consent')).toEqual([])
})

it('leaves a device aside what it is otherwise: it writes, and has its number', () => {
  joinDevice('phone')
  lab.forget()
  lab.send('laptop', { type: 'say', id: 'AAAAAAAAAAAAAAAAAAAAAA', text: 'hi' })
  expect(lab.effects).toMatchObject([{ do: 'append', request: { text: 'hi' } }])
  expect(lab.closes('laptop')).toEqual([])
})

describe('asking for the voice', () => {
  it('takes it from the others, and gives it up', () => {
    joinDevice('phone')
    lab.forget()
    lab.send('laptop', { type: 'state', aside: false })
    expect(asides('other').sort()).toEqual([
      [2, false],
      [3, true],
    ])
    lab.speak('laptop', packetAt(0, { talkStart: true }))
    expect(heardBy()).toEqual(['other'])
    lab.send('laptop', { type: 'state', aside: true })
    lab.forget()
    lab.speak('laptop', packetAt(2))
    lab.speak('phone', packetAt(2))
    expect(heardBy()).toEqual([])
  })

  it('happens by nobody’s leaving', () => {
    joinDevice('phone')
    lab.send('phone', { type: 'leave' })
    lab.forget()
    lab.speak('laptop', packetAt(0, { talkStart: true }))
    expect(heardBy()).toEqual([])
  })
})

describe('coming back', () => {
  it('a device that joins aside leaves the voice where it is', () => {
    joinDevice('phone', { aside: true })
    expect(lab.told('phone')[0]).toMatchObject({ self: { aside: true } })
    expect(asides('other').filter(([member]) => member === 2)).toEqual([])
    lab.speak('laptop', packetAt(0, { talkStart: true }))
    expect(heardBy()).toEqual(['other'])
  })

  it('what the room remembers of a session counts, whatever its hello says', () => {
    const phone = joinDevice('phone')
    lab.do(lab.room.closed('laptop', lab.nowMs))
    joinDevice('laptop again', { session: laptop, aside: false })
    expect(lab.told('laptop again')[0]).toMatchObject({ self: { member: 2, aside: true } })
    joinDevice('phone again', { session: phone, aside: true })
    expect(lab.told('phone again')[0]).toMatchObject({ self: { member: 3, aside: false } })
  })

  it('in a room that remembers nothing, hello counts, and the last one that wants the voice has it', () => {
    const phone = joinDevice('phone')
    lab = new RoomLab()
    joinDevice('phone', { session: phone })
    joinDevice('laptop', { session: laptop, aside: true })
    expect(lab.told('laptop')[0]).toMatchObject({ self: { aside: true } })
    joinDevice('tablet')
    expect(asides('laptop')).toContainEqual([1, true])
  })

  it('who is aside stays so through the sleep of the object', () => {
    lab = new RoomLab()
    lab.join('other')
    joinDevice('laptop')
    joinDevice('phone')
    const woken = lab.woken()
    woken.speak('laptop', packetAt(0, { talkStart: true }))
    woken.speak('other', packetAt(0, { talkStart: true }))
    expect(woken.heard.map(({ by }) => by)).toEqual(['phone'])
  })
})

describe('[R1] the ninth device', () => {
  it('is turned away before the Archive is asked, and the eight stay', () => {
    for (let index = 1; index < MAX_DEVICES; index += 1) joinDevice(`device ${index}`)
    lab.forget()
    joinDevice('ninth')
    expect(lab.closes('ninth')).toEqual([{ code: CLOSE.tooManyDevices, reason: 'tooManyDevices' }])
    expect(lab.effects.filter(({ do: what }) => what === 'admit')).toEqual([])
    joinDevice('laptop again', { session: laptop })
    expect(lab.closes('laptop again')).toEqual([])
    lab.send('device 1', { type: 'leave' })
    joinDevice('ninth again')
    expect(lab.closes('ninth again')).toEqual([])
  })

  it('is turned away when it comes at the same time as the eighth, and its number is given back', () => {
    for (let index = 2; index < MAX_DEVICES; index += 1) joinDevice(`device ${index}`)
    const state = { name: 'Ada', muted: false, deafened: false, after: 0 }
    const sessions = ['AAAAAAAAAAAAAAAAAAAAA8', 'AAAAAAAAAAAAAAAAAAAAA9']
    for (const session of sessions) {
      lab.open(session, arrivalOf('p-ada'))
      lab.send(session, { type: 'hello', session, ...state })
    }
    for (const session of sessions) lab.do(lab.room.admitted(session, lab.admission({ session }), lab.nowMs))
    expect(sessions.map((session) => lab.closes(session).map(({ code }) => code))).toEqual([[], [CLOSE.tooManyDevices]])
    expect(lab.effects).toContainEqual(expect.objectContaining({ do: 'release', session: sessions[1] }))
  })

  it('keeps its number while the same session is at the door on another socket, which may find a place', () => {
    for (let index = 2; index < MAX_DEVICES; index += 1) joinDevice(`device ${index}`)
    const hello = { type: 'hello', name: 'Ada', muted: false, deafened: false, after: 0 }
    const session = 'AAAAAAAAAAAAAAAAAAAAA9'
    for (const socket of ['one', 'two']) {
      lab.open(socket, arrivalOf('p-ada'))
      lab.send(socket, { ...hello, session })
    }
    joinDevice('eighth')
    lab.do(lab.room.admitted('one', lab.admission({ session }), lab.nowMs))
    expect(lab.closes('one')).toMatchObject([{ code: CLOSE.tooManyDevices }])
    expect(lab.effects.filter((effect) => effect.do === 'release' && effect.session === session)).toEqual([])
    lab.send('device 2', { type: 'leave' })
    lab.do(lab.room.admitted('two', lab.admission({ session }), lab.nowMs))
    expect(lab.told('two')[0]).toMatchObject({ type: 'welcome' })
  })
})
