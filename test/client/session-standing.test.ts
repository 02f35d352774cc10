/** [C39, C41, C42] A session whose role, hand or device the room changes: what it says, plays and keeps. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { MemberChange } from '../../src/protocol/room-message.ts'
import { KeepingStage, slotsOf } from '../support/keeping-stage.ts'
import { voicePacket } from '../support/listener.ts'
import { SessionStage } from '../support/session-stage.ts'

let stage: SessionStage
beforeEach(() => {
  stage = new SessionStage().connect().forget()
})

/** The room tells what has changed of this client. */
const told = (change: Omit<MemberChange, 'member'>, on = stage) =>
  on.room({ type: 'state', members: [{ member: 8, ...change }] })

const comesBack = () => {
  stage.drop().pass(100).forget()
  stage.command({ type: 'token', token: 't' }).note(stage.session.opened())
}

describe.each([
  ['aside', { aside: true }, { aside: false }],
  ['a listener', { role: 'listener' }, { role: 'speaker' }],
] as const)('who becomes %s', (_, change, back) => {
  it('ends the talk, sends no more, and tells the page', () => {
    stage.talk(10)
    told(change)
    expect(stage.sent.at(-1)).toMatchObject({ slot: 12, talkEnd: true })
    expect(stage.told).toEqual([{ type: 'standing', standing: change }])
    expect(stage.talk(14)).toBe(false)
  })

  it('holds nothing of what is said meanwhile, also where talk is kept', () => {
    const keeping = new KeepingStage()
    keeping.connect()
    keeping.say(0, 10)
    told(change, keeping)
    keeping.say(100, 110)
    keeping.room({ type: 'kept', from: 0, to: 10 })
    keeping.wait(2_000)
    expect(keeping.unkeptMs.at(-1)).toBe(0)
    expect(keeping.postedSlots).toEqual([])
    expect(slotsOf(keeping.journal)).toEqual([])
  })

  it('says again what they say when that is over', () => {
    told(change)
    told(back)
    expect(stage.talk(20, { talkStart: true })).toBe(true)
  })

  it('and is it already at the welcome sends nothing', () => {
    comesBack()
    stage.welcome(change)
    expect(stage.talk(30)).toBe(false)
  })
})

describe('[C41] aside', () => {
  beforeEach(() => {
    told({ aside: true }).forget()
  })

  it('plays nothing, and does not report that nothing comes', () => {
    stage.room({ type: 'pace', heard: true, messageMs: 20, reportEveryMs: 2_000 }).hear(voicePacket(0))
    expect(stage.played).toEqual([])
    stage.pong().forget().pass(1_000)
    expect(stage.sent).toEqual(['ping'])
  })

  it('is said when the session resumes, so that it takes the voice from nobody', () => {
    comesBack()
    expect(stage.sent).toMatchObject([{ type: 'hello', aside: true }])
  })

  it('ends at this device’s wish: the room hears of it before what is said', () => {
    stage.command({ type: 'talk-here' })
    expect(stage.told).toEqual([{ type: 'standing', standing: { aside: false } }])
    stage.talk(40, { talkStart: true })
    stage.hear(voicePacket(0))
    expect(stage.sent).toMatchObject([{ type: 'state', aside: false }, { slot: 40 }])
    expect(stage.played.length).toBe(1)
  })

  it('ends with the next hello, when the line is away', () => {
    stage.drop().command({ type: 'talk-here' })
    expect(stage.tolds('standing')).toEqual([{ type: 'standing', standing: { aside: false } }])
    stage.pass(100).forget()
    stage.command({ type: 'token', token: 't' }).note(stage.session.opened())
    expect(stage.sent).toMatchObject([{ type: 'hello', aside: false }])
    stage.welcome({ aside: false })
    expect(stage.sent.filter((message) => (message as { type?: string }).type === 'state')).toEqual([])
  })

  it('ends behind the welcome, when the wish came behind the hello', () => {
    comesBack()
    stage.command({ type: 'talk-here' })
    stage.welcome({ aside: true })
    expect(stage.sent).toContainEqual({ type: 'state', aside: false })
    expect(stage.talk(50)).toBe(true)
  })

  it('is what the room says last, whoever crossed whom on the way', () => {
    stage.command({ type: 'talk-here' })
    told({ aside: true })
    expect(stage.talk(60)).toBe(false)
    told({ aside: false })
    expect(stage.talk(62)).toBe(true)
  })
})

describe('[C39] a hand', () => {
  it('goes up and down, and another’s down', () => {
    stage.command({ type: 'hand', raised: true })
    stage.command({ type: 'hand', raised: false, member: 3 })
    expect(stage.sent).toEqual([
      { type: 'hand', raised: true },
      { type: 'hand', raised: false, member: 3 },
    ])
    told({ handRaisedAtMs: 5 })
    expect(stage.told).toEqual([{ type: 'standing', standing: { handRaisedAtMs: 5 } }])
  })

  it('that was meant while the line was away goes up with the welcome, the last word alone; of others it is let be', () => {
    stage.drop()
    stage.command({ type: 'hand', raised: false }).command({ type: 'hand', raised: true })
    stage.command({ type: 'hand', raised: false, member: 3 })
    stage.pass(100).forget().connect(true)
    const hands = stage.sent.filter((message) => (message as { type?: string }).type === 'hand')
    expect(hands).toEqual([{ type: 'hand', raised: true }])
    stage.drop().pass(100).forget().connect(true)
    expect(stage.sent).not.toContainEqual({ type: 'hand', raised: true })
  })
})

describe('[C42] a change of others', () => {
  it('is none of this client’s', () => {
    stage.room({ type: 'state', members: [{ member: 3, role: 'listener', aside: true }] })
    expect(stage.tolds('standing')).toEqual([])
    expect(stage.talk(70)).toBe(true)
  })
})
