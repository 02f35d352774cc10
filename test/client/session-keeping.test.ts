/** What is said while it is kept: what is held of it, and until when. */

import { beforeEach, describe, expect, it } from 'vitest'
import { AGREES, KeepingStage, slotsOf } from '../support/keeping-stage.ts'
import { PROFILE } from '../support/session-stage.ts'

let stage: KeepingStage
beforeEach(() => {
  stage = new KeepingStage()
  stage.connect().forget()
})

describe('[C34, K3] what is said on a line that works', () => {
  it('is held, and in the journal, until the room has kept it', () => {
    stage.say(0, 10)
    expect(slotsOf(stage.journal)).toEqual([0, 2, 4, 6, 8])
    stage.room({ type: 'kept', from: 0, to: 6 })
    stage.endTalk(10)
    stage.room({ type: 'kept', from: 8, to: 10 })
    expect(stage.journal).toEqual([])
    expect(stage.unkeptMs.at(-1)).toBe(0)
    stage.wait(30_000)
    expect(stage.posts).toEqual([])
  })

  it('is posted when it is not confirmed within 10 s', () => {
    stage.talk(0, { talkStart: true })
    stage.talk(2)
    stage.wait(9_900)
    expect(stage.posts).toEqual([])
    stage.wait(1_100)
    expect(stage.postedSlots).toEqual([[0, 2]])
    stage.posted('stored')
    expect(stage.journal).toEqual([])
  })

  it('tells the page how much is unkept, twice a second', () => {
    stage.say(0, 100)
    expect(stage.unkeptMs).toEqual([20, 500, 1_000])
    stage.room({ type: 'kept', from: 0, to: 98 })
    expect(stage.unkeptMs.at(-1)).toBe(0)
  })
})

describe('[K1] what is not kept is not held:', () => {
  it.each([
    ['in a room that keeps nothing', () => stage.room({ type: 'state', members: [], room: { keepTalk: false } })],
    ['of who does not agree', () => stage.command({ type: 'profile', profile: PROFILE })],
    ['while muted', () => stage.command({ type: 'profile', profile: { ...AGREES, muted: true } })],
    ['while silenced', () => stage.room({ type: 'state', members: [{ member: 8, silenced: true }] })],
  ])('%s', (_, change) => {
    change()
    stage.say(0, 10)
    stage.endTalk(10)
    expect(stage.journal).toEqual([])
    expect(stage.unkeptMs).toEqual([])
  })

  it('the end of a talk that was not', () => {
    stage.endTalk(10)
    expect(stage.journal).toEqual([])
  })

  it('before the first welcome', () => {
    stage = new KeepingStage()
    stage.say(0, 10)
    stage.connect()
    expect(stage.journal).toEqual([])
  })

  it('until somebody agrees, in the midst of a talk', () => {
    stage.command({ type: 'profile', profile: PROFILE })
    stage.say(0, 4)
    stage.command({ type: 'profile', profile: AGREES })
    stage.say(4, 8)
    expect(slotsOf(stage.journal)).toEqual([4, 6])
  })
})

describe('what the uplink drops because the line is stuck', () => {
  it('is posted once nothing can be on its way any more', () => {
    stage.bufferedBytes = 0
    stage.talk(0, { talkStart: true })
    stage.bufferedBytes = 11
    stage.nowMs += 400
    expect(stage.talk(40)).toBe(false)
    stage.bufferedBytes = 0
    stage.pong()
    stage.talk(80)
    // What is stored of this connection lies on both sides of it.
    stage.room({ type: 'kept', from: 0, to: 80 })
    stage.wait(2_100)
    expect(stage.postedSlots).toEqual([[40]])
  })
})

describe('the end that the uplink gives to a talk', () => {
  it('at a mute is held too, and the one of the microphone behind it is not', () => {
    stage.say(0, 4)
    stage.command({ type: 'profile', profile: { ...AGREES, muted: true } })
    stage.endTalk(6)
    expect(stage.journal.map(({ slot, talkEnd }) => [slot, talkEnd])).toEqual([
      [0, false],
      [2, false],
      [4, true],
    ])
    stage.room({ type: 'kept', from: 0, to: 4 })
    expect(stage.journal).toEqual([])
  })

  it('of a line that is gone is the microphone’s own, muted or not', () => {
    stage.say(0, 4)
    stage.drop().command({ type: 'profile', profile: { ...AGREES, muted: true } })
    stage.endTalk(4)
    expect(slotsOf(stage.journal)).toEqual([0, 2, 4])
  })
})

describe('[K1] who takes the word back', () => {
  it('takes along everything that is not stored yet', () => {
    stage.say(0, 10)
    stage.command({ type: 'profile', profile: PROFILE })
    expect(stage.journal).toEqual([])
    expect(stage.unkeptMs.at(-1)).toBe(0)
    stage.wait(20_000)
    expect(stage.posts).toEqual([])
  })

  it('even while there is no line', () => {
    stage.say(0, 10)
    stage.drop().command({ type: 'profile', profile: PROFILE })
    expect(stage.journal).toEqual([])
    expect(stage.unkeptMs.at(-1)).toBe(0)
  })
})

describe('a long talk', () => {
  it('does not grow the journal without end: what is kept of it goes', () => {
    const payload = new Uint8Array(80)
    for (let second = 0; second < 60; second += 1) {
      for (let slot = 100 * second; slot < 100 * (second + 1); slot += 2) {
        stage.pong()
        stage.talk(slot, { payload })
        stage.pass(20)
      }
      // What was said in the last 100 ms is not stored yet.
      stage.room({ type: 'kept', from: 0, to: 100 * second + 88 })
      expect(stage.journal.length * 90).toBeLessThan(16_384 + 50 * 90)
    }
    expect(slotsOf(stage.journal).slice(-5)).toEqual([5_990, 5_992, 5_994, 5_996, 5_998])
  })

  it('is held up to 32 MiB; what is said then is lost, which the page is told once', () => {
    stage.drop()
    const payload = new Uint8Array(1_275)
    const packets = Math.ceil((33 * 1024 * 1024) / 1_285)
    for (let index = 0; index < packets; index += 1) stage.talk(2 * index, { payload })
    expect(stage.tolds('talk-lost')).toEqual([{ type: 'talk-lost', why: 'full' }])
    expect(stage.journal.length * 1_285).toBeLessThanOrEqual(32 * 1024 * 1024)
    expect(stage.journal.length * 1_285).toBeGreaterThan(32 * 1024 * 1024 - 2 * 1_285)
  })
})
