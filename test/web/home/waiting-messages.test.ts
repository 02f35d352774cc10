/** The start page follows what this page has on its way: sent in a room that was left, or on an earlier look at the start page. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EarshotError } from '../../../src/client/errors.ts'
import { contentOf, MemoryFile } from '../../../src/client/messages/byte-file.ts'
import { StateSlots } from '../../../src/client/messages/state-slots.ts'
import { spoken } from '../../../web/app/announce.ts'
import { guestCredential } from '../../../web/app/preferences.ts'
import { shutRooms } from '../../../web/home/shut-rooms.ts'
import { goingOut, sendWaiting } from '../../../web/home/waiting-messages.ts'
import { words } from '../../../web/i18n/language.ts'
import type { RememberedRoom } from '../../../web/links/remembered-rooms.ts'
import { haveInPage, messagesInPage } from '../../../web/room/messages/messages-in-page.ts'
import { bearerOf } from '../../support/bearer.ts'
import { stubDisk } from '../../support/fake-disk.ts'
import { messageRecord } from '../../support/message-record.ts'

const room: RememberedRoom = { room: 'R'.repeat(22), secret: 's', name: 'Rehearsal', role: 'speaker', visitedAtMs: 0 }

class FakePort {
  postMessage() {}
}
class FakeChannel {
  port1 = new FakePort()
  port2 = new FakePort()
}

type State = 'sending' | 'sent' | 'waiting'

/** The SDK is loaded by the first look that finds somebody here. */
const UNTIL_LOADED = { timeout: 10_000 }

let outgoing: { state: State }[]
let listeners: Set<() => void>
let page: EventTarget
let leave: () => void

beforeEach(() => {
  leave = () => undefined
  outgoing = []
  listeners = new Set()
  page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  const on = (_: 'change', listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  haveInPage(room.room, () => ({ outgoing, on, drafts: async () => [] }) as never)
  spoken.value = { even: true, text: '' }
})

afterEach(() => {
  leave()
  guestCredential.value = ''
  vi.unstubAllGlobals()
})

const look = () => {
  leave = sendWaiting(() => [room])
}
const change = (...states: State[]) => {
  for (const [index, state] of states.entries()) outgoing[index] = Object.assign(outgoing[index] ?? {}, { state })
  for (const listener of listeners) listener()
}
const said = () => goingOut.value.get(room.room)
const sent = (count: number) => words.peek().messages.goingOut.sent(count, 'Rehearsal')

it('tells of what waits or goes out since one was in the room, and says when it is sent', () => {
  change('waiting')
  look()
  expect(said()).toEqual({ is: 'waiting', count: 1 })
  change('sending')
  expect([said()?.is, spoken.value.text]).toEqual(['sending', ''])
  change('sent')
  expect([said()?.is, spoken.value.text]).toEqual(['sent', sent(1)])
})

it('tells on coming back of what was sent meanwhile, and of it once', () => {
  change('sending')
  look()
  leave()
  change('sent')
  expect([said(), listeners.size]).toEqual([undefined, 0])
  look()
  expect([said()?.is, spoken.value.text]).toEqual(['sent', sent(1)])
  leave()
  look()
  expect(said()).toBeUndefined()
})

it('tells nothing of what was sent while one was in the room', () => {
  change('sent')
  look()
  expect([said(), spoken.value.text]).toEqual([undefined, ''])
})

it('says that a room is shut to whom it has refused a message while they were there, until none is left', async () => {
  const refused = { state: 'failed', error: new EarshotError('removed') }
  outgoing = [refused as never]
  look()
  expect(shutRooms.value.get(room.room)?.why).toBe('removed')
  leave()
  outgoing = []
  look()
  await vi.waitFor(() => expect(shutRooms.value.size).toBe(0))
})

it('listens to a room once, however often the line comes back', () => {
  look()
  page.dispatchEvent(new Event('online'))
  expect(listeners.size).toBe(1)
})

it('looks again for what other tabs have left, as long as somebody looks at the page', () => {
  vi.useFakeTimers()
  const rooms = vi.fn(() => [])
  leave = sendWaiting(rooms)
  const looks = rooms.mock.calls.length
  vi.advanceTimersByTime(15_000)
  expect(rooms.mock.calls.length).toBe(2 * looks)
  leave()
  vi.advanceTimersByTime(60_000)
  expect(rooms.mock.calls.length).toBe(2 * looks)
  vi.useRealTimers()
})

it('reads what lies on the device once, however many rooms it knows', async () => {
  const looked: string[] = []
  const folder = (path: string): object => ({
    async *keys() {
      looked.push(path)
      yield* []
    },
    getDirectoryHandle: async (name: string) => folder(`${path}/${name}`),
  })
  vi.stubGlobal('location', { origin: 'http://127.0.0.1' })
  vi.stubGlobal('navigator', { locks: {}, storage: { getDirectory: async () => folder('') } })
  guestCredential.value = bearerOf('guest:ada')
  leave = sendWaiting(() => ['A', 'B', 'C'].map((letter) => ({ ...room, room: letter.repeat(22) })))
  await vi.waitFor(() => expect(looked).toEqual(['/earshot-messages']), UNTIL_LOADED)
})

describe('a message that waits for a room', () => {
  const OTHER = { ...room, room: 'W'.repeat(22) }
  /** What the server answers to whoever asks for a token. */
  let answer: () => Response
  const refuse = (status: number, code: string) => () => Response.json({ error: { code, message: '' } }, { status })
  const lookAt = (rooms: readonly RememberedRoom[]) => {
    leave()
    leave = sendWaiting(() => rooms)
  }

  beforeEach(() => {
    vi.stubGlobal('location', { origin: 'http://127.0.0.1' })
    vi.stubGlobal('setInterval', () => 0)
    vi.stubGlobal('Worker', FakePort)
    vi.stubGlobal('MessageChannel', FakeChannel)
    vi.stubGlobal('fetch', async () => answer())
    const state = new MemoryFile()
    const facts = { message: 'M'.repeat(22), room: OTHER.room, isFile: true, durationMs: 1_000 }
    new StateSlots(state).write(JSON.stringify(messageRecord({ ...facts, phase: 'sending' })))
    stubDisk({ [`earshot-messages/${OTHER.room}/${facts.message}/state`]: contentOf(state) })
    guestCredential.value = bearerOf('guest:ada')
    shutRooms.value = new Map()
  })

  it('is told of with the reason where the room lets nobody in, stays what it is, and goes out when it does', async () => {
    answer = refuse(403, 'locked')
    lookAt([OTHER])
    await vi.waitFor(() => expect(shutRooms.value.get(OTHER.room)?.why).toBe('room-locked'), UNTIL_LOADED)
    await vi.waitFor(() => expect(messagesInPage(OTHER.room)?.outgoing).toMatchObject([{ state: 'waiting' }]))
    const token = bearerOf('guest:ada')
    const granted = { token, expiresAtMs: 1, role: 'speaker', person: 'guest:ada', guest: token }
    answer = () => Response.json({ ...granted, room: { id: OTHER.room, name: 'Rehearsal' } }, { status: 201 })
    lookAt([OTHER])
    await vi.waitFor(() => expect(shutRooms.value.size).toBe(0))
  })

  it.each([
    [410, 'room-deleted', 'room-deleted'],
    [404, 'unknown-room', 'room-deleted'],
    [403, 'removed', 'removed'],
    [403, 'invite-revoked', 'invite-revoked'],
  ])('is told of where the answer is %i %s', async (status, code, why) => {
    answer = refuse(status, code)
    lookAt([OTHER])
    await vi.waitFor(() => expect(shutRooms.value.get(OTHER.room)?.why).toBe(why), UNTIL_LOADED)
  })

  it('is told of where this browser has forgotten the room, without asking anybody', async () => {
    answer = vi.fn(refuse(500, 'internal'))
    lookAt([])
    await vi.waitFor(() => expect(shutRooms.value.get(OTHER.room)?.why).toBe('forgotten'), UNTIL_LOADED)
    expect(answer).not.toHaveBeenCalled()
  })

  it('waits without a word where the server cannot be reached', async () => {
    answer = vi.fn(() => {
      throw new TypeError('Failed to fetch')
    })
    lookAt([OTHER])
    await vi.waitFor(() => expect(answer).toHaveBeenCalled(), UNTIL_LOADED)
    await vi.waitFor(() => expect(messagesInPage(OTHER.room)?.outgoing).toMatchObject([{ state: 'waiting' }]))
    expect(shutRooms.value.size).toBe(0)
  })
})
