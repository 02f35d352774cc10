/**
 * How much has been missed in the rooms that home lists: asked for while somebody looks, one room after the other, and not
 * again for a minute. Whoever saves data, or whose line is bad, sees no numbers and misses nothing.
 */

import { signal } from '@preact/signals'
import type { Unread } from '../../src/client/index.ts'
import { guestCredential } from '../app/preferences.ts'
import type { RememberedRoom } from '../links/remembered-rooms.ts'
import { readUnread } from './read-unread.ts'

/** What is seen without scrolling on most screens; two requests each. */
const MOST_ROOMS = 8
const AGAIN_AFTER_MS = 60_000

export const unreadRooms = signal<ReadonlyMap<string, Unread>>(new Map())

let askedAtMs = Number.NEGATIVE_INFINITY

/** Asks now, and whenever somebody comes back to the page; until the returned function is called. */
export function watchUnread(rooms: () => readonly RememberedRoom[]): () => void {
  const watching = new AbortController()
  const { signal } = watching
  const look = () => {
    if (document.hidden || savesData() || performance.now() - askedAtMs < AGAIN_AFTER_MS) return
    askedAtMs = performance.now()
    void askAll(rooms(), signal)
  }
  document.addEventListener('visibilitychange', look, { signal })
  look()
  return () => watching.abort()
}

/** Somebody goes in: from there on the room counts. */
export function forgetMissedTexts(room: string): void {
  const unread = unreadRooms.peek().get(room)
  if (unread !== undefined) unreadRooms.value = new Map(unreadRooms.peek()).set(room, { ...unread, texts: 0 })
}

/**
 * Without a credential this browser has been nobody yet: there is nothing that they could have missed. Nor is there where they
 * only stood at the door, and asking would take a place of a link that is for so many people.
 */
async function askAll(rooms: readonly RememberedRoom[], signal: AbortSignal): Promise<void> {
  const entered = rooms.filter(({ cameIn }) => cameIn)
  if (guestCredential.peek() === '' || entered.length === 0) return
  const { EarshotApi } = await import('../../src/client/index.ts')
  const api = new EarshotApi()
  await readUnread({
    rooms: entered.slice(0, MOST_ROOMS),
    ask: async ({ room, secret }) => {
      const { token } = await api.requestToken({ room, secret, guest: guestCredential.peek() })
      return api.unread({ room, token })
    },
    isOver: () => signal.aborted || document.hidden,
    told: (room, unread) => {
      unreadRooms.value = new Map(unreadRooms.peek()).set(room, unread)
    },
  })
}

const savesData = (): boolean => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true
