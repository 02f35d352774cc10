/** The start page follows what this page has on its way: sent in a room that was left, or on an earlier look at the start page. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { spoken } from '../../../web/app/announce.ts'
import { guestCredential } from '../../../web/app/preferences.ts'
import { goingOut, sendWaiting } from '../../../web/home/waiting-messages.ts'
import { words } from '../../../web/i18n/language.ts'
import type { RememberedRoom } from '../../../web/links/remembered-rooms.ts'
import { haveInPage } from '../../../web/room/messages/messages-in-page.ts'
import { bearerOf } from '../../support/bearer.ts'

const room: RememberedRoom = { room: 'R'.repeat(22), secret: 's', name: 'Rehearsal', role: 'speaker', visitedAtMs: 0 }
type State = 'sending' | 'sent' | 'waiting'

/** The SDK is loaded by the first look that finds somebody here. */
const UNTIL_LOADED = { timeout: 10_000 }

let outgoing: { state: State }[]
let listeners: Set<() => void>
let page: EventTarget
let leave: () => void

beforeEach(() => {
  outgoing = []
  listeners = new Set()
  page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  const on = (_: 'change', listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  haveInPage(room.room, () => ({ outgoing, on }))
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
