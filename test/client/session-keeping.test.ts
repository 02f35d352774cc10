/** What is said while it is kept: confirmed, posted, or still held. */

import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Packet } from '../../src/protocol/packet.ts'
import { talkEnd } from '../support/listener.ts'
import { PROFILE, ROOM, SessionStage } from '../support/session-stage.ts'

const AGREES = { ...PROFILE, keep: true }
const KEEPS = { ...ROOM, keepTalk: true, keepDays: 30 }
const END: Partial<Packet> = talkEnd(0)

let stage: SessionStage
beforeEach(() => {
  stage = keepingStage().connect().forget()
})

function keepingStage(): SessionStage {
  const stage = new SessionStage(AGREES)
  stage.settings = KEEPS
  return stage
}

/** A packet each 20 ms, from this slot up to, but not with, that one; the line is fine. */
function say(from: number, to: number): void {
  for (let slot = from; slot < to; slot += 2) {
    stage.pong()
    stage.talk(slot, { talkStart: slot === from })
    stage.pass(20)
  }
}
const endTalk = (slot: number) => stage.talk(slot, { ...END, slot })
const slots = (packets: readonly Packet[]) => packets.map(({ slot }) => slot)
const unkeptMs = () => stage.told.flatMap((event) => (event.type === 'unkept' ? [event.ms] : [])).at(-1)
/** Lets time pass on a line that answers. */
function wait(ms: number): void {
  for (let waited = 0; waited < ms; waited += 100) {
    stage.pong()
    stage.pass(100)
  }
}

describe('[C34, K3] what is said on a line that works', () => {
  it('is held, and in the journal, until the room has kept it', () => {
    say(0, 10)
    expect(slots(stage.journal)).toEqual([0, 2, 4, 6, 8])
    stage.room({ type: 'kept', from: 0, to: 6 })
    endTalk(10)
    stage.room({ type: 'kept', from: 8, to: 10 })
    expect(stage.journal).toEqual([])
    expect(unkeptMs()).toBe(0)
    wait(30_000)
    expect(stage.posts).toEqual([])
  })

  it('is posted when it is not confirmed within 10 s', () => {
    stage.talk(0, { talkStart: true })
    stage.talk(2)
    wait(9_900)
    expect(stage.posts).toEqual([])
    wait(1_100)
    expect(stage.posts.map(slots)).toEqual([[0, 2]])
    stage.posted('stored')
    expect(stage.journal).toEqual([])
  })

  it('tells the page how much is unkept, twice a second', () => {
    say(0, 100)
    const told = stage.told.flatMap((event) => (event.type === 'unkept' ? [event.ms] : []))
    expect(told).toEqual([20, 500, 1_000])
    stage.room({ type: 'kept', from: 0, to: 98 })
    expect(unkeptMs()).toBe(0)
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
    say(0, 10)
    endTalk(10)
    expect(stage.journal).toEqual([])
    expect(unkeptMs()).toBeUndefined()
  })

  it('the end of a talk that was not', () => {
    endTalk(10)
    expect(stage.journal).toEqual([])
  })

  it('before the first welcome', () => {
    stage = keepingStage()
    say(0, 10)
    stage.connect()
    expect(stage.journal).toEqual([])
  })

  it('until somebody agrees, in the midst of a talk', () => {
    stage.command({ type: 'profile', profile: PROFILE })
    say(0, 4)
    stage.command({ type: 'profile', profile: AGREES })
    say(4, 8)
    expect(slots(stage.journal)).toEqual([4, 6])
  })
})

describe('[K4] a line that is cut in mid-sentence', () => {
  beforeEach(() => {
    say(0, 10)
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
    expect(slots(stage.posts[0] ?? [])[0]).toBe(6)
    // What was said within the last second may still be on its way.
    expect(slots(stage.posts[0] ?? []).at(-1)).toBe(100)
    stage.posted('stored')
    wait(1_100)
    expect(slots(stage.posts[1] ?? [])).toEqual(Array.from({ length: 49 }, (_, index) => 102 + 2 * index))
    stage.posted('stored')
    expect(stage.journal).toEqual([])
  })

  it('[C34] what the room kept of the old connection does not count on the new one', () => {
    stage.pass(100)
    stage.connect(true)
    stage.talk(12)
    stage.room({ type: 'kept', from: 0, to: 12 })
    stage.nowMs += 1_000
    wait(100)
    expect(stage.posts.map(slots)).toEqual([[6, 8]])
  })

  it('posts nothing while there is no line', () => {
    stage.pass(60_000)
    expect(stage.posts).toEqual([])
  })

  it('a talk that ends meanwhile ends in what is posted', () => {
    endTalk(10)
    stage.nowMs += 1_000
    stage.connect(true)
    stage.pass(0)
    expect(stage.posts[0]).toMatchObject([{ slot: 6 }, { slot: 8 }, { slot: 10, talkEnd: true }])
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
    wait(2_100)
    expect(stage.posts.map(slots)).toEqual([[40]])
  })
})

describe('the end that the uplink gives to a talk', () => {
  it('at a mute is held too, and the one of the microphone behind it is not', () => {
    say(0, 4)
    stage.command({ type: 'profile', profile: { ...AGREES, muted: true } })
    endTalk(6)
    expect(stage.journal.map(({ slot, talkEnd }) => [slot, talkEnd])).toEqual([
      [0, false],
      [2, false],
      [4, true],
    ])
    stage.room({ type: 'kept', from: 0, to: 4 })
    expect(stage.journal).toEqual([])
  })

  it('of a line that is gone is the microphone’s own, muted or not', () => {
    say(0, 4)
    stage.drop().command({ type: 'profile', profile: { ...AGREES, muted: true } })
    endTalk(4)
    expect(slots(stage.journal)).toEqual([0, 2, 4])
  })
})

describe('[K1] who takes the word back', () => {
  it('takes along everything that is not stored yet', () => {
    say(0, 10)
    stage.command({ type: 'profile', profile: PROFILE })
    expect(stage.journal).toEqual([])
    expect(unkeptMs()).toBe(0)
    wait(20_000)
    expect(stage.posts).toEqual([])
  })

  it('even while there is no line', () => {
    say(0, 10)
    stage.drop().command({ type: 'profile', profile: PROFILE })
    expect(stage.journal).toEqual([])
    expect(unkeptMs()).toBe(0)
  })
})

describe('a post', () => {
  beforeEach(() => {
    say(0, 4)
    stage.drop().forget()
    stage.nowMs += 1_000
    stage.connect(true)
    stage.pass(0)
    expect(stage.posts.length).toBe(1)
  })

  it('is one at a time', () => {
    wait(20_000)
    expect(stage.posts.length).toBe(1)
  })

  it('that fails is made again, later each time', () => {
    stage.posted('failed')
    wait(400) // half of a second at the most, by the stage's dice
    expect(stage.posts.length).toBe(1)
    wait(200)
    expect(stage.posts.length).toBe(2)
    stage.posted('failed')
    wait(900)
    expect(stage.posts.length).toBe(2)
    wait(200)
    expect(stage.posts.map(slots)).toEqual([
      [0, 2],
      [0, 2],
      [0, 2],
    ])
  })

  it('that failed is made at once when the device is online again', () => {
    for (let failures = 0; failures < 4; failures += 1) {
      stage.posted('failed')
      wait(5_000)
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
    wait(20_000)
    expect(stage.posts.length).toBe(1)
  })

  it('that is answered after the word was taken back changes nothing of what is said next', () => {
    stage.command({ type: 'profile', profile: PROFILE }).command({ type: 'profile', profile: AGREES })
    stage.talk(400, { talkStart: true })
    stage.posted('stored')
    expect(slots(stage.journal)).toEqual([400])
  })
})

describe('leaving', () => {
  const leave = () => stage.forget().command({ type: 'leave', atOnce: false })

  it('[C13] waits for what was said to be kept', () => {
    say(0, 4)
    leave()
    expect(stage.sent).toMatchObject([{ slot: 4, talkEnd: true }])
    stage.room({ type: 'kept', from: 0, to: 4 })
    expect(stage.sent.at(-1)).toEqual({ type: 'leave' })
    stage.drop(1000)
    expect(stage.told.at(-1)).toEqual({ type: 'closed' })
  })

  it('but no longer than 1.5 s; then it stays in the journal', () => {
    say(0, 4)
    leave().pong()
    stage.pass(1_499)
    expect(stage.sent).not.toContainEqual({ type: 'leave' })
    stage.pass(1)
    expect(stage.sent).toContainEqual({ type: 'leave' })
    expect(slots(stage.journal)).toEqual([0, 2, 4])
  })

  it('waits for nothing when it is to be at once', () => {
    say(0, 4)
    stage.forget().command({ type: 'leave', atOnce: true })
    expect(stage.sent).toMatchObject([{ slot: 4, talkEnd: true }, { type: 'leave' }])
  })

  it('posts at once what the line did not carry', () => {
    stage.drop()
    stage.talk(0, { talkStart: true })
    stage.pass(100)
    stage.connect(true)
    leave().pass(0)
    expect(stage.posts.map(slots)).toEqual([[0]])
    stage.posted('stored')
    expect(stage.sent.at(-1)).toEqual({ type: 'leave' })
  })

  it('says nothing more', () => {
    say(0, 4)
    leave()
    expect(stage.talk(6)).toBe(false)
    expect(slots(stage.journal)).toEqual([0, 2, 4])
  })

  it('is over at once when the line breaks', () => {
    say(0, 4)
    leave().drop().pass(60_000)
    expect(stage.tolds('closed')).toEqual([{ type: 'closed' }])
    expect([stage.posts, stage.done]).toEqual([[], []])
  })
})

describe('a long talk', () => {
  it('does not grow the journal without end: what is kept of it goes', () => {
    const payload = new Uint8Array(1_000)
    for (let slot = 0; slot < 2_000; slot += 2) {
      stage.talk(slot, { payload })
      stage.pong()
      stage.pass(20)
      if (slot % 100 === 98) stage.room({ type: 'kept', from: slot - 98, to: slot - 10 })
    }
    expect(stage.journal.length).toBeLessThan(300)
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

describe('whatever happens', () => {
  type Step = 'talk' | 'pause' | 'cut' | 'back' | 'keep' | 'post' | 'fail' | 'stick' | 'free' | 'wait'
  const steps = fc.array(
    fc.constantFrom<Step[]>(
      'talk',
      'talk',
      'talk',
      'pause',
      'cut',
      'back',
      'keep',
      'post',
      'fail',
      'stick',
      'free',
      'wait',
    ),
    { maxLength: 80 },
  )

  /** A room that keeps what came over its connection, and a server that keeps what is posted. */
  class Keeper {
    readonly stored = new Set<number>()
    readonly said = new Set<number>()
    #onLine: number[] = []
    #slot = 0
    #posts = 0

    run(step: Step): void {
      switch (step) {
        case 'talk':
          this.#talk()
          break
        case 'pause':
          stage.talk(this.#slot, { ...END, slot: this.#slot })
          this.#slot += 20
          break
        case 'cut':
          this.#onLine = []
          stage.drop()
          break
        case 'back':
          stage.nowMs += 5_000
          stage.note(stage.session.tick(stage.nowMs)).connect(true)
          break
        case 'keep':
          this.#keep()
          break
        case 'post':
        case 'fail':
          this.#answer(step === 'post' ? 'stored' : 'failed')
          break
        case 'stick':
        case 'free':
          stage.bufferedBytes = step === 'stick' ? 1_000_000 : 0
          stage.nowMs += 400
          break
        case 'wait':
          stage.pong().pass(2_000)
      }
      this.#collect()
    }

    /** Everything works again, and nothing more is said. */
    settle(): void {
      for (const step of ['free', 'cut', 'back'] as const) this.run(step)
      for (let second = 0; second < 20; second += 1) for (const step of ['wait', 'post'] as const) this.run(step)
    }

    #talk(): void {
      this.said.add(this.#slot)
      stage.pong().pass(20).talk(this.#slot, { talkStart: true })
      this.#slot += 2
    }

    /** What went onto the line since the last step reached the room. */
    #collect(): void {
      const audio = stage.sent
        .flat()
        .filter((sent): sent is Packet => typeof sent === 'object' && 'slot' in (sent as object))
      this.#onLine.push(...slots(audio))
      stage.sent = []
    }

    #keep(): void {
      if (this.#onLine.length === 0) return
      for (const slot of this.#onLine) this.stored.add(slot)
      stage.room({ type: 'kept', from: Math.min(...this.#onLine), to: Math.max(...this.#onLine) })
      this.#onLine = []
    }

    #answer(outcome: 'stored' | 'failed'): void {
      const post = stage.posts[this.#posts]
      if (post === undefined) return
      this.#posts += 1
      if (outcome === 'stored') for (const slot of slots(post)) this.stored.add(slot)
      stage.posted(outcome)
    }
  }

  it('every packet that was said is stored, or still in the journal, and all of it is stored in the end', () => {
    fc.assert(
      fc.property(steps, (all) => {
        stage = keepingStage().connect()
        const keeper = new Keeper()
        for (const step of all) keeper.run(step)
        expect(
          [...keeper.said].filter((slot) => !keeper.stored.has(slot) && !slots(stage.journal).includes(slot)),
        ).toEqual([])
        keeper.settle()
        expect([...keeper.said].filter((slot) => !keeper.stored.has(slot))).toEqual([])
        expect(stage.journal).toEqual([])
      }),
    )
  })
})
