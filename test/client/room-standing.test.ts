/** How this client stands with its room, and what it may ask of it as an owner or a moderator. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Room } from '../../src/client/room.ts'
import { FakeSession } from '../support/fake-session.ts'
import { FakeSound } from '../support/fake-sound.ts'
import { stagedRoom } from '../support/staged-room.ts'

let session: FakeSession
let sound: FakeSound
let room: Room
let events: unknown[][]

beforeEach(() => {
  session = new FakeSession()
  sound = new FakeSound()
  room = stagedRoom({ session, sound })
  events = []
  for (const name of ['me', 'closed', 'warning'] as const) {
    room.on(name, (...values: unknown[]) => events.push([name, ...values]))
  }
})

/** 0.6 s of voice in the microphone. */
const speak = () => {
  for (let ms = 0; ms < 600; ms += 40) sound.hear({ voicedFrames: 2 })
}

describe('this client', () => {
  it('[C41] aside, nothing is sent or played, and nobody is warned, until this device takes the voice', () => {
    session.onEvent({ type: 'standing', standing: { aside: true } })
    expect([sound.switches?.muted, sound.deafened]).toEqual([true, true])
    expect(room.me).toMatchObject({ aside: true, muted: false, deafened: false })
    expect(events).toEqual([['me']])
    room.setMuted(true)
    speak()
    expect(events.filter(([name]) => name === 'warning')).toEqual([])
    room.setMuted(false)
    room.talkHere()
    expect(session.told.at(-1)).toEqual({ type: 'talk-here' })
    session.onEvent({ type: 'standing', standing: { aside: false } })
    expect([sound.switches?.muted, sound.deafened]).toEqual([false, false])
  })

  it('[C42] a listener sends nothing, and hears', () => {
    session.onEvent({ type: 'standing', standing: { role: 'listener' } })
    expect([sound.switches?.muted, sound.deafened]).toEqual([true, false])
    speak()
    expect(events).toEqual([['me']])
    session.onEvent({ type: 'standing', standing: { role: 'speaker' } })
    expect(sound.switches?.muted).toBe(false)
    expect(room.me.role).toBe('speaker')
  })

  it('[C39] a hand is raised, shown as the room sees it, and another’s lowered', () => {
    room.raiseHand(true)
    room.lowerHand(3)
    expect(session.told).toEqual([
      { type: 'hand', raised: true },
      { type: 'hand', raised: false, member: 3 },
    ])
    expect(room.me.handRaisedAtMs).toBeNull()
    session.onEvent({ type: 'standing', standing: { handRaisedAtMs: 7 } })
    expect(room.me.handRaisedAtMs).toBe(7)
  })
})

describe('[C12] the powers of owners and moderators', () => {
  it.each([
    ['ban', () => room.ban(3), { member: 3 }],
    ['readmit', () => room.readmit('guest:3'), { person: 'guest:3' }],
    ['role', () => room.setRole(3, 'listener'), { member: 3, role: 'listener' }],
    ['end', () => room.endForAll(), {}],
  ] as const)('%s', async (action, act, of) => {
    const done = act()
    const request = { type: 'moderate', id: session.lastId, action, ...of }
    expect(session.told).toEqual([{ type: 'request', request }])
    session.onEvent({ type: 'done', id: session.lastId, number: 9 })
    await expect(done).resolves.toBeUndefined()
  })

  it('the end of all is one’s own end, which may come before the word for it', async () => {
    const ended = room.endForAll()
    session.onEvent({ type: 'closed', code: 'ended' })
    await expect(ended).resolves.toBeUndefined()
    expect(events.at(-1)).toEqual(['closed', expect.objectContaining({ code: 'ended' })])
  })

  it('and no other end is', async () => {
    const ended = room.endForAll()
    session.onEvent({ type: 'closed', code: 'replaced' })
    await expect(ended).rejects.toMatchObject({ code: 'aborted', cause: { code: 'replaced' } })
  })

  it.each([
    ['unknown-person', 'unknown-person'],
    ['no-such-member', 'no-such-member'],
    ['something-new', 'protocol'],
  ])('may be refused: %s is %s', async (code, told) => {
    const readmitted = room.readmit('guest:3')
    session.onEvent({ type: 'refused', id: session.lastId, code, message: 'No.' })
    await expect(readmitted).rejects.toMatchObject({ code: told })
  })
})
