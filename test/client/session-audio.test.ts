/** A session's audio at the pace of its room, its reports, and what it does with a backlog. */

import { beforeEach, describe, expect, it } from 'vitest'
import { spurt, voicePacket } from '../support/listener.ts'
import { PROFILE, SessionStage } from '../support/session-stage.ts'

const UNHEARD = { type: 'pace', heard: false, messageMs: 200, reportEveryMs: 0 } as const
const REPORTING = { type: 'pace', heard: true, messageMs: 20, reportEveryMs: 2_000 } as const

let stage: SessionStage
beforeEach(() => {
  stage = new SessionStage().connect().forget()
})

const pingAndPong = (rttMs = 40) => {
  stage.pass(rttMs)
  stage.pong()
}
const reports = () => stage.sent.filter((message) => (message as { type?: string }).type === 'report')

describe('music', () => {
  const MUSIC = Uint8Array.of(0xfc, 1, 2) // RFC 6716 §3.1: CELT, full band, 20 ms, two channels

  it('has its own rate from its first packet on, and a voice behind it a voice’s', () => {
    stage.talk(0, { talkStart: true, payload: MUSIC })
    expect(stage.tolds('sending')).toEqual([{ type: 'sending', sending: { bitrate: 96_000, messageMs: 20 } }])
    stage.forget().talk(2, { payload: MUSIC })
    expect(stage.tolds('sending')).toEqual([])
    stage.talk(4)
    expect(stage.tolds('sending')).toEqual([{ type: 'sending', sending: { bitrate: 32_000, messageMs: 20 } }])
  })
})

describe('[C30] pace', () => {
  it('packs the packets of a talk that nobody hears, and tells the page of it', () => {
    stage.talk(0, { talkStart: true })
    stage.room(UNHEARD).forget()
    for (let slot = 2; slot <= 18; slot += 2) expect(stage.talk(slot)).toBe(false)
    expect(stage.talk(20)).toBe(true)
    expect(stage.sent).toMatchObject([[2, 4, 6, 8, 10, 12, 14, 16, 18, 20].map((slot) => ({ slot }))])
    stage.room({ ...UNHEARD, heard: true, messageMs: 20 })
    expect(stage.told).toEqual([{ type: 'heard', heard: true }])
  })

  it('sends what is held when a breath lasts', () => {
    stage.talk(0, { talkStart: true })
    stage.room(UNHEARD).forget()
    stage.talk(2)
    stage.pass(199)
    expect(stage.sent).toEqual([])
    stage.pass(1)
    expect(stage.sent).toMatchObject([{ slot: 2 }])
  })

  it('[W16] a mute takes along what is held, before the room hears of the mute', () => {
    stage.talk(0, { talkStart: true })
    stage.room(UNHEARD)
    stage.talk(2)
    stage.forget().command({ type: 'profile', profile: { ...PROFILE, muted: true } })
    expect(stage.sent).toMatchObject([[{ slot: 2 }, { slot: 4, talkEnd: true }], { type: 'state', muted: true }])
    expect(stage.told).toEqual([{ type: 'heard', heard: true }])
  })

  it('is forgotten with the line', () => {
    stage.talk(0, { talkStart: true })
    stage.room(UNHEARD).forget().drop()
    expect(stage.tolds('heard')).toEqual([{ type: 'heard', heard: true }])
    stage.pass(100).connect(true)
    expect(stage.talk(20)).toBe(true)
  })
})

describe('[C29] reports', () => {
  it('say what came, at the interval, while the line is there', () => {
    stage.room(REPORTING).hear(...spurt(100, 3))
    pingAndPong()
    stage.pass(960)
    expect(reports()).toEqual([{ type: 'report', speakers: [{ member: 1, slot: 104, received: 3, lost: 0 }] }])
    stage.drop().forget().pass(10_000)
    expect(reports()).toEqual([])
  })

  it('count what is dropped as a backlog: it did arrive', () => {
    stage.room(REPORTING)
    pingAndPong()
    stage.nowMs += 30_000
    stage.hear(...spurt(0, 2))
    stage.note(stage.session.tick(stage.nowMs))
    expect(stage.played).toEqual([])
    expect(reports()).toMatchObject([{ speakers: [{ received: 2 }] }])
  })

  it('are none while deafened', () => {
    stage
      .command({ type: 'profile', profile: { name: 'Ada', muted: true, deafened: true, keep: false } })
      .room(REPORTING)
    pingAndPong()
    stage.forget().pass(960)
    expect(reports()).toEqual([])
  })
})

describe('[W25] after 30 s of sleep', () => {
  beforeEach(() => {
    pingAndPong()
    stage.forget()
    stage.nowMs += 30_000
  })

  it('the first ping leaves with the first thing that is noticed, and nothing is played until its pong', () => {
    stage.hear(voicePacket(0))
    expect(stage.sent).toEqual(['ping'])
    for (let slot = 2; slot < 300; slot += 2) stage.hear(voicePacket(slot))
    expect(stage.played).toEqual([])
    stage.nowMs += 50
    stage.pong().hear(voicePacket(300))
    expect(stage.played.length).toBe(1)
  })

  it('what the microphone took meanwhile is not sent', () => {
    for (let slot = 0; slot < 3_000; slot += 2) expect(stage.talk(slot)).toBe(false)
    stage.note(stage.session.tick(stage.nowMs))
    stage.nowMs += 50
    stage.pong()
    expect(stage.talk(3_000)).toBe(true)
  })
})

describe('a line that fills', () => {
  const pingEverySecond = (rttMs: number) => {
    pingAndPong(rttMs)
    stage.pass(1_000)
  }
  const fill = () => {
    for (const rttMs of [40, 40, 40, 200, 200]) pingEverySecond(rttMs)
  }

  it('is sent fewer bits, and the page is told', () => {
    fill()
    expect(stage.done).toContainEqual({ do: 'encode', bitrate: 24_000 })
    expect(stage.tolds('sending')).toEqual([{ type: 'sending', sending: { bitrate: 24_000, messageMs: 20 } }])
  })

  it('is judged anew when it is another', () => {
    stage.drop().pass(100).connect(true).forget()
    for (const rttMs of [200, 200, 200, 200, 200]) pingEverySecond(rttMs)
    expect(stage.done).toEqual([])
  })

  it('stays where it is while the room has trouble enough', () => {
    for (let second = 0; second < 60; second += 1) {
      stage.room({ type: 'unheard', by: [9] })
      pingAndPong(40)
      stage.pass(1_000)
    }
    expect(stage.done).toEqual([])
  })
})
