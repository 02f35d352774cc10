/** What the line did not carry: how it is posted, and what leaving waits for. */

import { beforeEach, describe, expect, it } from 'vitest'
import { AGREES, KeepingStage, slotsOf } from '../support/keeping-stage.ts'
import { PROFILE } from '../support/session-stage.ts'

let stage: KeepingStage
beforeEach(() => {
  stage = new KeepingStage()
  stage.connect().forget()
})

describe('[K4] a line that is cut in mid-sentence', () => {
  beforeEach(() => {
    stage.say(0, 10)
    stage.room({ type: 'kept', from: 0, to: 4 })
    stage.forget().drop()
  })

  it('leaves what was not confirmed, and what is said meanwhile, to be posted after the next welcome', () => {
    for (let slot = 10; slot < 200; slot += 2) {
      stage.talk(slot)
      stage.nowMs += 20
    }
    stage.connect(true)
    stage.pass(0)
    expect(stage.posts.length).toBe(1)
    expect(slotsOf(stage.posts[0] ?? [])[0]).toBe(6)
    // What was said within the last second may still be on its way.
    expect(slotsOf(stage.posts[0] ?? []).at(-1)).toBe(100)
    stage.posted('stored')
    stage.wait(1_100)
    expect(slotsOf(stage.posts[1] ?? [])).toEqual(Array.from({ length: 49 }, (_, index) => 102 + 2 * index))
    stage.posted('stored')
    expect(stage.journal).toEqual([])
  })

  it('[C34] what the room kept of the old connection does not count on the new one', () => {
    stage.pass(100)
    stage.connect(true)
    stage.talk(12)
    stage.room({ type: 'kept', from: 0, to: 12 })
    stage.nowMs += 1_000
    stage.wait(100)
    expect(stage.postedSlots).toEqual([[6, 8]])
  })

  it('posts nothing while there is no line', () => {
    stage.pass(60_000)
    expect(stage.posts).toEqual([])
  })

  it('a talk that ends meanwhile ends in what is posted', () => {
    stage.endTalk(10)
    stage.nowMs += 1_000
    stage.connect(true)
    stage.pass(0)
    expect(stage.posts[0]).toMatchObject([{ slot: 6 }, { slot: 8 }, { slot: 10, talkEnd: true }])
  })
})

describe('a post', () => {
  beforeEach(() => {
    stage.say(0, 4)
    stage.drop().forget()
    stage.nowMs += 1_000
    stage.connect(true)
    stage.pass(0)
    expect(stage.posts.length).toBe(1)
  })

  it('is one at a time', () => {
    stage.wait(20_000)
    expect(stage.posts.length).toBe(1)
  })

  it('that fails is made again, later each time', () => {
    stage.posted('failed')
    stage.wait(400) // half of a second at the most, by the stage's dice
    expect(stage.posts.length).toBe(1)
    stage.wait(200)
    expect(stage.posts.length).toBe(2)
    stage.posted('failed')
    stage.wait(900)
    expect(stage.posts.length).toBe(2)
    stage.wait(200)
    expect(stage.postedSlots).toEqual([
      [0, 2],
      [0, 2],
      [0, 2],
    ])
  })

  it('that fails is made again no sooner than the server says', () => {
    stage.posted('failed', 10_000)
    stage.wait(10_400)
    expect(stage.posts.length).toBe(1)
    stage.wait(200)
    expect(stage.posts.length).toBe(2)
  })

  it('that failed is made at once when the device is online again', () => {
    for (let failures = 0; failures < 4; failures += 1) {
      stage.posted('failed')
      stage.wait(5_000)
    }
    stage.posted('failed').forget()
    stage.note(stage.session.online(stage.nowMs))
    stage.pass(0)
    expect(stage.posts.length).toBe(1)
  })

  it('that is refused is given up, and the page is told', () => {
    stage.posted('refused')
    expect(stage.tolds('talk-lost')).toEqual([{ type: 'talk-lost', why: 'refused' }])
    expect(stage.journal).toEqual([])
    stage.wait(20_000)
    expect(stage.posts.length).toBe(1)
  })

  it('that is answered after the word was taken back changes nothing of what is said next', () => {
    stage.command({ type: 'profile', profile: PROFILE }).command({ type: 'profile', profile: AGREES })
    stage.talk(400, { talkStart: true })
    stage.posted('stored')
    expect(slotsOf(stage.journal)).toEqual([400])
  })
})

describe('leaving', () => {
  const leave = () => stage.forget().command({ type: 'leave', atOnce: false })

  it('[C13] waits for what was said to be kept', () => {
    stage.say(0, 4)
    leave()
    expect(stage.sent).toMatchObject([{ slot: 4, talkEnd: true }])
    stage.room({ type: 'kept', from: 0, to: 4 })
    expect(stage.sent.at(-1)).toEqual({ type: 'leave' })
    stage.drop(1000)
    expect(stage.told.at(-1)).toEqual({ type: 'closed' })
  })

  it('but no longer than 1.5 s; then it stays in the journal', () => {
    stage.say(0, 4)
    leave().pong()
    stage.pass(1_499)
    expect(stage.sent).not.toContainEqual({ type: 'leave' })
    stage.pass(1)
    expect(stage.sent).toContainEqual({ type: 'leave' })
    expect(slotsOf(stage.journal)).toEqual([0, 2, 4])
  })

  it('waits for nothing when it is to be at once', () => {
    stage.say(0, 4)
    stage.forget().command({ type: 'leave', atOnce: true })
    expect(stage.sent).toMatchObject([{ slot: 4, talkEnd: true }, { type: 'leave' }])
  })

  it('posts at once what the line did not carry', () => {
    stage.drop()
    stage.talk(0, { talkStart: true })
    stage.pass(100)
    stage.connect(true)
    leave().pass(0)
    expect(stage.postedSlots).toEqual([[0]])
    stage.posted('stored')
    expect(stage.sent.at(-1)).toEqual({ type: 'leave' })
  })

  it('says nothing more', () => {
    stage.say(0, 4)
    leave()
    expect(stage.talk(6)).toBe(false)
    expect(slotsOf(stage.journal)).toEqual([0, 2, 4])
  })

  it('is over at once when the line breaks', () => {
    stage.say(0, 4)
    leave().drop().pass(60_000)
    expect(stage.tolds('closed')).toEqual([{ type: 'closed' }])
    expect([stage.posts, stage.done]).toEqual([[], []])
  })
})
