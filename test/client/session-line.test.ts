/** A session's audio, its losses of the line and its end. */

import { beforeEach, describe, expect, it } from 'vitest'
import { text } from '../support/room-words.ts'
import { PROFILE, SessionStage } from '../support/session-stage.ts'

let stage: SessionStage
beforeEach(() => {
  stage = new SessionStage()
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
    const muted = new SessionStage({ ...PROFILE, muted: true }).connect()
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
    stage.forget().command({ type: 'leave', atOnce: false })
    expect(stage.sent).toMatchObject([{ slot: 6, talkEnd: true }, { type: 'leave' }])
    expect(stage.told).toEqual([])
    stage.drop(1000)
    expect(stage.told).toEqual([{ type: 'closed' }])
  })

  it('is over at once when there is no room to tell', () => {
    stage.forget().command({ type: 'leave', atOnce: false })
    expect(stage.told).toEqual([{ type: 'closed' }])
    expect(stage.session.nextDeadlineMs()).toBeUndefined()
  })
})
