/** What a session says to its room and its page, and understands of what the room says. */

import { beforeEach, describe, expect, it } from 'vitest'
import { view } from '../support/room-words.ts'
import { PROFILE, ROOM, SessionStage } from '../support/session-stage.ts'

const SAY = { type: 'say', id: 'AAAAAAAAAAAAAAAAAAAAAA', text: 'Hello' } as const

let stage: SessionStage
beforeEach(() => {
  stage = new SessionStage()
})

describe('joining', () => {
  it('asks for a token, connects with it, says hello', () => {
    expect(stage.told).toEqual([{ type: 'token-wanted' }])
    stage.command({ type: 'token', token: 't' })
    expect(stage.done).toEqual([{ do: 'connect', token: 't' }])
    stage.note(stage.session.opened())
    expect(stage.sent).toEqual([
      { type: 'hello', session: 'SSSSSSSSSSSSSSSSSSSSSS', ...PROFILE, aside: false, after: 0 },
    ])
  })

  it('[C14] tells who and where this client is, and introduces it to its own playout', () => {
    stage.forget().connect()
    const self = view(8, PROFILE)
    expect(stage.tolds('welcome')).toEqual([{ type: 'welcome', self, room: ROOM, headcount: 1, nameIsFixed: false }])
    expect(stage.done).toContainEqual({ do: 'introduce', self: 8 })
    expect(stage.sent.at(-1)).toBe('ping')
  })

  it('[C9] knows when the token fixes the name: the room calls this client otherwise than the hello did', () => {
    stage.command({ type: 'token', token: 't' }).note(stage.session.opened())
    stage.command({ type: 'profile', profile: { ...PROFILE, name: 'Ada L.' } }).welcome({ name: 'Ada' })
    stage.drop().pass(100).command({ type: 'token', token: 't' }).note(stage.session.opened())
    stage.welcome({ name: 'A. Lovelace' })
    expect(stage.tolds('welcome')).toMatchObject([{ nameIsFixed: false }, { nameIsFixed: true }])
  })

  it('[C14] tells who was there and who comes', () => {
    stage.connect(false, 1).forget()
    stage.room({ type: 'joined', members: [view(1)] }, { type: 'joined', members: [view(2)] })
    expect(stage.told).toEqual([
      { type: 'members', change: { described: [view(1)], joined: [], left: [] } },
      { type: 'members', change: { described: [view(2)], joined: [2], left: [] } },
      { type: 'headcount', headcount: 3 },
    ])
  })

  it('ignores what it does not understand', () => {
    stage.connect().forget()
    for (const words of ['', 'null', '{"type":"pace","messageMs":3}', '{"type":"joined","members":7}', '[]']) {
      stage.note(stage.session.received(words, 0))
    }
    expect([stage.told, stage.sent, stage.done]).toEqual([[], [], []])
  })

  it('passes on why it is not let in', () => {
    stage.command({ type: 'token', token: 't' }).drop(4423)
    expect(stage.told.at(-1)).toEqual({ type: 'closed', code: 'room-locked', detail: '4423 ' })
  })
})

describe('the room', () => {
  beforeEach(() => {
    stage.connect().forget()
  })

  it('[C17] changes others and this client’s standing; its own word about itself it does not take back', () => {
    stage.room({ type: 'joined', members: [view(1)] }).forget()
    stage.room({
      type: 'state',
      members: [
        { member: 1, muted: true },
        { member: 8, muted: true, silenced: true },
      ],
    })
    stage.room({ type: 'state', members: [], room: { locked: true } })
    expect(stage.told).toEqual([
      { type: 'members', change: { described: [view(1, { muted: true })], joined: [], left: [] } },
      { type: 'standing', standing: { silenced: true } },
      { type: 'settings', settings: { locked: true } },
    ])
  })

  it('[C16] says who left and why', () => {
    stage.room({ type: 'joined', members: [view(1)] }).forget()
    stage.room({ type: 'left', members: [{ member: 1, reason: 'removed' }] })
    const change = { described: [], joined: [], left: [{ member: 1, reason: 'removed' }] }
    expect(stage.tolds('members')).toEqual([{ type: 'members', change }])
  })

  it('[C21] passes signals on', () => {
    stage.room({ type: 'signal', from: 3, data: 'x' })
    expect(stage.told).toEqual([{ type: 'signal', from: 3, data: 'x' }])
    stage.command({ type: 'signal', to: 3, data: 'y' })
    expect(stage.sent).toEqual([{ type: 'signal', to: 3, data: 'y' }])
  })

  it('[C31] says who does not receive this client', () => {
    stage.room({ type: 'unheard', by: [9, 12] })
    expect(stage.told).toEqual([{ type: 'unheard', by: [9, 12] }])
  })

  it('[C35, C38] says what is being kept, and who has listened', () => {
    const by = { person: 'guest:1', name: 'Bob' }
    const talk = { clip: 'CCCCCCCCCCCCCCCCCCCCCC', member: 1, by, startedAtMs: 9 }
    stage.room({ type: 'talk', talks: [talk] }, { type: 'heard', heard: [{ clip: talk.clip, by }] })
    expect(stage.told).toEqual([
      { type: 'talk', talks: [talk] },
      { type: 'clips-heard', heard: [{ clip: talk.clip, by }] },
    ])
  })

  it('[C17] changes whether it keeps talk', () => {
    stage.room({ type: 'state', members: [], room: { keepTalk: true, keepDays: 30 } })
    expect(stage.told).toEqual([{ type: 'settings', settings: { keepTalk: true, keepDays: 30 } }])
  })

  it('[C32] says how many are here when it names no more of them', () => {
    stage.room({ type: 'state', members: [], room: { headcount: 812 } })
    stage.room({ type: 'state', members: [], room: { headcount: 812 } })
    expect(stage.told).toEqual([{ type: 'headcount', headcount: 812 }])
  })

  it('[C33] shows everybody, page by page', () => {
    stage.command({ type: 'roster', after: 0 })
    expect(stage.sent).toEqual([{ type: 'roster', after: 0 }])
    const page = { type: 'roster', members: [view(1), view(8)], next: null } as const
    stage.room({ ...page, members: [...page.members] })
    expect(stage.told).toEqual([page])
  })

  it('[C28] pages that were asked for on a lost line are asked for again, in their order', () => {
    stage.command({ type: 'roster', after: 0 })
    stage.room({ type: 'roster', members: [view(1)], next: 1 })
    stage.command({ type: 'roster', after: 1 }).drop().command({ type: 'roster', after: 0 })
    stage.pass(100).forget().connect(true)
    expect(stage.sent.filter((message) => (message as { type?: string }).type === 'roster')).toEqual([
      { type: 'roster', after: 1 },
      { type: 'roster', after: 0 },
    ])
  })

  it('[C26] shows the round trip', () => {
    stage.nowMs = 40
    stage.note(stage.session.received('pong', stage.nowMs))
    expect(stage.told).toEqual([{ type: 'connection', connection: { rttMs: 40, quality: 'good' } }])
  })

  it('shows a stalled line as poor after a second', () => {
    stage.pass(1_000)
    expect(stage.told).toEqual([{ type: 'connection', connection: { rttMs: undefined, quality: 'poor' } }])
  })
})

describe('what is asked of the room', () => {
  it('[C10] is answered', () => {
    stage.connect().forget().command({ type: 'request', request: SAY })
    expect(stage.sent).toEqual([SAY])
    stage.room({ type: 'ack', id: SAY.id, number: 1 })
    expect(stage.told).toEqual([{ type: 'done', id: SAY.id, number: 1 }])
  })

  it('[R10] while it is away, and what was not answered, is sent after the next welcome with the same id', () => {
    stage.connect().command({ type: 'request', request: SAY }).drop()
    const later = { ...SAY, id: 'BBBBBBBBBBBBBBBBBBBBBB' }
    stage.forget().command({ type: 'request', request: later })
    expect(stage.sent).toEqual([])
    stage.pass(100).connect(true)
    expect(stage.sent.slice(1, 3)).toEqual([SAY, later])
  })

  it('[R10] and was answered is not sent again', () => {
    stage.connect().command({ type: 'request', request: SAY }).room({ type: 'ack', id: SAY.id, number: 1 })
    stage.drop().pass(100).forget().connect(true)
    expect(stage.sent).not.toContainEqual(SAY)
  })

  it('[C22] and could not be stored is sent again with the same id, then given up', () => {
    stage.connect().command({ type: 'request', request: SAY })
    const refusal = { type: 'error', code: 'not-stored', message: 'Later.', id: SAY.id } as const
    for (const waitMs of [1_000, 2_000, 4_000]) {
      stage.forget().room(refusal)
      expect(stage.tolds('refused')).toEqual([])
      stage.note(stage.session.received('pong', stage.nowMs))
      stage.pass(waitMs)
      expect(stage.sent).toContainEqual(SAY)
    }
    stage.room(refusal)
    expect(stage.tolds('refused')).toEqual([{ type: 'refused', id: SAY.id, code: 'not-stored', message: 'Later.' }])
  })

  it('[C22] and is refused, is refused', () => {
    stage
      .connect()
      .command({ type: 'request', request: { type: 'moderate', id: SAY.id, action: 'lock' } })
      .forget()
    stage.room({ type: 'error', code: 'not-allowed', message: 'No.', id: SAY.id })
    expect(stage.told).toEqual([{ type: 'refused', id: SAY.id, code: 'not-allowed', message: 'No.' }])
  })
})

describe('the profile', () => {
  it('[C9] is told when it changes, field by field', () => {
    stage.connect().forget()
    stage.command({ type: 'profile', profile: { ...PROFILE, name: 'Ada L.' } })
    stage.command({ type: 'profile', profile: { ...PROFILE, name: 'Ada L.' } })
    expect(stage.sent).toEqual([{ type: 'state', name: 'Ada L.' }])
  })

  it('that changed while it was away is in the next hello', () => {
    stage
      .connect()
      .drop()
      .command({ type: 'profile', profile: { ...PROFILE, muted: true } })
    stage.pass(100).forget().connect(true)
    expect(stage.sent[0]).toMatchObject({ type: 'hello', muted: true })
    expect(stage.sent.slice(1)).toEqual(['ping'])
  })

  it('that changed between hello and welcome is told after it', () => {
    stage.command({ type: 'token', token: 't' }).note(stage.session.opened()).forget()
    stage.command({ type: 'profile', profile: { ...PROFILE, muted: true } })
    expect(stage.sent).toEqual([])
    const counts = { others: 0, headcount: 1, lastEntry: 0 }
    stage.room({ type: 'welcome', self: view(8, PROFILE), resumed: false, room: ROOM, ...counts })
    expect(stage.sent[0]).toEqual({ type: 'state', muted: true })
  })
})
