/** Keeping in a room: when one is asked, and that nothing of mine is kept without an answer that stands. */

import { signal } from '@preact/signals'
import { beforeEach, expect, it } from 'vitest'
import type { Participant, Room } from '../../../src/client/index.ts'
import { rememberAnswer } from '../../../web/room/keeping/keep-answers.ts'
import { Keeping } from '../../../web/room/keeping/keeping.ts'
import { randomId } from '../../support/random-id.ts'
import { view } from '../../support/room-words.ts'

let room: FakeRoom
let keeping: Keeping
let isConnected: boolean

/** As much of the SDK's room as says whether talk is kept. */
class FakeRoom {
  readonly id = randomId()
  readonly me = signal<Participant>({ ...view(1), keep: false, isMe: true })
  keepTalk = false
  keepDays: number | null = null
  unkeptMs = 0
  readonly #listeners = new Map<string, (value?: unknown) => void>()

  on(event: string, listener: (value?: unknown) => void): () => void {
    this.#listeners.set(event, listener)
    return () => this.#listeners.delete(event)
  }

  setKeep(keep: boolean): void {
    this.me.value = { ...this.me.value, keep }
  }

  settles(keepTalk: boolean, keepDays: number | null = null): void {
    Object.assign(this, { keepTalk, keepDays })
    this.#listeners.get('room')?.()
  }

  waits(unkeptMs: number): void {
    this.unkeptMs = unkeptMs
    this.#listeners.get('unkept')?.(unkeptMs)
  }

  loses(why: 'refused' | 'full'): void {
    this.#listeners.get('talk-lost')?.(why)
  }
}

function enter(): void {
  const facade = new Proxy(room, { get: (target, key) => (key === 'me' ? target.me.value : bound(target, key)) })
  keeping = new Keeping(facade as unknown as Room, room.me, () => isConnected)
}

function bound(target: FakeRoom, key: string | symbol): unknown {
  const value = Reflect.get(target, key)
  return typeof value === 'function' ? value.bind(target) : value
}

beforeEach(() => {
  room = new FakeRoom()
  isConnected = true
})

it('asks nobody in a room that does not keep', () => {
  enter()
  expect(keeping.asks.value).toBe(false)
  expect(keeping.mine.value).toBe(false)
})

it('asks when the owner switches it on, and keeps nothing until there is an answer', () => {
  enter()
  room.settles(true, 30)
  expect(keeping.asks.value).toBe(true)
  expect(keeping.mine.value).toBe(false)
  keeping.answer(true)
  expect(keeping.asks.value).toBe(false)
  expect(keeping.mine.value).toBe(true)
})

it('asks no more after a no, and it can be taken back', () => {
  enter()
  room.settles(true, 30)
  keeping.answer(false)
  expect(keeping.asks.value).toBe(false)
  expect(keeping.mine.value).toBe(false)
  keeping.answer(true)
  expect(keeping.mine.value).toBe(true)
})

it('asks again when clips are to stay longer, and does not keep meanwhile', () => {
  enter()
  room.settles(true, 30)
  keeping.answer(true)
  room.settles(true, 7)
  expect(keeping.mine.value).toBe(true)
  room.settles(true, null)
  expect(keeping.asks.value).toBe(true)
  expect(keeping.mine.value).toBe(false)
})

it('withdraws on coming in a yes that was to fewer days', () => {
  rememberAnswer({ room: room.id, keep: true, days: 7 })
  Object.assign(room, { keepTalk: true, keepDays: 30 })
  room.setKeep(true)
  enter()
  expect(room.me.value.keep).toBe(false)
  expect(keeping.asks.value).toBe(true)
})

it('says that talk waits when it is more than the way takes, or the line is down', () => {
  enter()
  room.waits(1_500)
  expect(keeping.isWaiting.value).toBe(false)
  room.waits(3_500)
  expect(keeping.isWaiting.value).toBe(true)
  isConnected = false
  room.waits(900)
  expect(keeping.isWaiting.value).toBe(true)
  room.waits(0)
  expect(keeping.isWaiting.value).toBe(false)
})

it('says what is lost', () => {
  enter()
  room.loses('full')
  expect(keeping.lost.value).toBe('full')
})
