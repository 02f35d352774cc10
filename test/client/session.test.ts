/** A session's talk with its room and its page, across sockets. `random` is 1/2. */

import { beforeEach, describe, expect, it } from 'vitest'
import { Session } from '../../src/client/session.ts'
import type { Profile, SessionCommand, SessionEffect, SessionEvent } from '../../src/client/session-messages.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import { readPacket } from '../../src/protocol/packet.ts'
import type { RoomMessage } from '../../src/protocol/room-message.ts'
import { voicePacket } from '../support/listener.ts'
import { text, view } from '../support/room-words.ts'

const ROOM = { id: 'RRRRRRRRRRRRRRRRRRRRRR', name: 'Standup', locked: false }
const PROFILE: Profile = { name: 'Ada', muted: false, deafened: false }
const SAY = { type: 'say', id: 'AAAAAAAAAAAAAAAAAAAAAA', text: 'Hello' } as const

/** A session under a virtual clock; what it does is sorted by kind. */
class Stage {
  nowMs = 0
  readonly session: Session
  /** Parsed, or a packet, or `ping`. */
  sent: unknown[] = []
  told: SessionEvent[] = []
  done: SessionEffect[] = []

  constructor(profile = PROFILE) {
    this.session = new Session({ session: 'SSSSSSSSSSSSSSSSSSSSSS', profile, random: () => 0.5 }, 0)
    this.note(this.session.begin())
  }

  note(effects: SessionEffect[]): this {
    for (const effect of effects) {
      if (effect.do === 'send') this.sent.push(read(effect.data))
      else if (effect.do === 'tell') this.told.push(effect.event)
      else this.done.push(effect)
    }
    return this
  }

  forget(): this {
    this.sent = []
    this.told = []
    this.done = []
    return this
  }

  command(command: SessionCommand): this {
    return this.note(this.session.commanded(command, this.nowMs))
  }

  room(...messages: RoomMessage[]): this {
    for (const message of messages) this.note(this.session.received(JSON.stringify(message), this.nowMs))
    return this
  }

  connect(resumed = false, others = 0, lastEntry = 0): this {
    this.command({ type: 'token', token: 't' })
    this.note(this.session.opened())
    return this.room({ type: 'welcome', self: view(8, PROFILE), resumed, room: ROOM, others, lastEntry })
  }

  drop(code = 1006): this {
    return this.note(this.session.closed(code, '', this.nowMs))
  }

  /** Lets time pass, deadline by deadline. */
  pass(ms: number): this {
    const untilMs = this.nowMs + ms
    for (
      let at = this.session.nextDeadlineMs();
      at !== undefined && at <= untilMs;
      at = this.session.nextDeadlineMs()
    ) {
      this.nowMs = Math.max(at, this.nowMs)
      this.note(this.session.tick(this.nowMs))
    }
    this.nowMs = untilMs
    return this
  }

  talk(slot: number): boolean {
    return this.session.admits(bundle([voicePacket(slot, { speaker: 0 })]), 0, this.nowMs)
  }

  tolds(type: SessionEvent['type']): SessionEvent[] {
    return this.told.filter((event) => event.type === type)
  }
}

const read = (data: string | Uint8Array) =>
  typeof data !== 'string' ? readPacket(data) : data.startsWith('{') ? JSON.parse(data) : data

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})

describe('joining', () => {
  it('asks for a token, connects with it, says hello', () => {
    expect(stage.told).toEqual([{ type: 'token-wanted' }])
    stage.command({ type: 'token', token: 't' })
    expect(stage.done).toEqual([{ do: 'connect', token: 't' }])
    stage.note(stage.session.opened())
    expect(stage.sent).toEqual([{ type: 'hello', session: 'SSSSSSSSSSSSSSSSSSSSSS', ...PROFILE, after: 0 }])
  })

  it('[C14] tells who and where this client is, and introduces it to its own playout', () => {
    stage.forget().connect()
    expect(stage.tolds('welcome')).toEqual([{ type: 'welcome', self: view(8, PROFILE), room: ROOM }])
    expect(stage.done).toContainEqual({ do: 'introduce', self: 8 })
    expect(stage.sent.at(-1)).toBe('ping')
  })

  it('[C14] tells who was there and who comes', () => {
    stage.connect(false, 1).forget()
    stage.room({ type: 'joined', members: [view(1)] }, { type: 'joined', members: [view(2)] })
    expect(stage.told).toEqual([
      { type: 'members', change: { described: [view(1)], joined: [], left: [] } },
      { type: 'members', change: { described: [view(2)], joined: [2], left: [] } },
    ])
  })

  it('ignores what it does not understand', () => {
    stage.connect().forget()
    for (const words of ['', 'null', '{"type":"pace","every":3}', '{"type":"joined","members":7}', '[]']) {
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
      { type: 'silenced', silenced: true },
      { type: 'locked', locked: true },
    ])
  })

  it('[C16] says who left and why', () => {
    stage.room({ type: 'joined', members: [view(1)] }).forget()
    stage.room({ type: 'left', members: [{ member: 1, reason: 'removed' }] })
    const change = { described: [], joined: [], left: [{ member: 1, reason: 'removed' }] }
    expect(stage.told).toEqual([{ type: 'members', change }])
  })

  it('[C21] passes signals on', () => {
    stage.room({ type: 'signal', from: 3, data: 'x' })
    expect(stage.told).toEqual([{ type: 'signal', from: 3, data: 'x' }])
    stage.command({ type: 'signal', to: 3, data: 'y' })
    expect(stage.sent).toEqual([{ type: 'signal', to: 3, data: 'y' }])
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
    stage.room({ type: 'welcome', self: view(8, PROFILE), resumed: false, room: ROOM, others: 0, lastEntry: 0 })
    expect(stage.sent[0]).toEqual({ type: 'state', muted: true })
  })
})

describe('audio', () => {
  it('goes out once the room has welcomed this client', () => {
    expect(stage.talk(0)).toBe(false)
    stage.connect()
    expect(stage.talk(2)).toBe(true)
    stage.drop()
    expect(stage.talk(4)).toBe(false)
  })

  it('[W16, W19] a mute ends the talk before the room hears of the mute', () => {
    stage.connect()
    stage.talk(10)
    stage.forget().command({ type: 'profile', profile: { ...PROFILE, muted: true } })
    expect(stage.sent).toMatchObject([
      { slot: 12, talkEnd: true },
      { type: 'state', muted: true },
    ])
    expect(stage.talk(14)).toBe(false)
  })

  it('that begins muted is not sent', () => {
    const muted = new Stage({ ...PROFILE, muted: true }).connect()
    expect(muted.talk(0)).toBe(false)
  })
})

describe('[R4] coming back', () => {
  it('says so, asks for a token, and resumes with the same session behind the last entry', () => {
    stage.connect(false, 0, 2).room({ type: 'entry', entries: [text(1), text(2), text(3)] })
    stage.forget().drop()
    expect(stage.told).toEqual([
      { type: 'reconnecting' },
      { type: 'connection', connection: { rttMs: undefined, quality: 'poor' } },
    ])
    expect(stage.done).toEqual([{ do: 'drop-socket' }])
    stage.pass(100)
    expect(stage.told.at(-1)).toEqual({ type: 'token-wanted' })
    stage.connect(true, 0, 3)
    expect(stage.sent[0]).toMatchObject({ type: 'hello', session: 'SSSSSSSSSSSSSSSSSSSSSS', after: 3 })
  })

  it('[C19] fetches what the replay does not reach back to', () => {
    stage.connect(false, 0, 1).room({ type: 'entry', entries: [text(1)] })
    stage.drop().pass(100).connect(true, 0, 5).forget()
    stage.room({ type: 'entry', entries: [text(4), text(5)] })
    expect(stage.done).toEqual([{ do: 'fetch', page: { purpose: 'gap', before: 4, limit: 2 } }])
    stage.note(stage.session.fetched('gap', [text(2), text(3)]))
    expect(stage.tolds('entries')).toMatchObject([
      { entries: [2, 3, 4, 5].map((number) => ({ number })), liveAfter: 5 },
    ])
  })

  it('asks for a token again when there was none just now', () => {
    stage.forget().command({ type: 'no-token', code: 'unreachable', detail: '', final: false }).pass(100)
    expect(stage.told).toEqual([{ type: 'token-wanted' }])
  })
})

describe('leaving', () => {
  it('[C13] ends the talk, says so, and is over when the room has closed', () => {
    stage.connect()
    stage.talk(4)
    stage.forget().command({ type: 'leave' })
    expect(stage.sent).toMatchObject([{ slot: 6, talkEnd: true }, { type: 'leave' }])
    expect(stage.told).toEqual([])
    stage.drop(1000)
    expect(stage.told).toEqual([{ type: 'closed' }])
  })

  it('is over at once when there is no room to tell', () => {
    stage.forget().command({ type: 'leave' })
    expect(stage.told).toEqual([{ type: 'closed' }])
    expect(stage.session.nextDeadlineMs()).toBeUndefined()
  })
})
