/**
 * Voice messages that were sent without a line go out from the start page too: whoever opens the app again need not find the
 * room first. What was not sent waits in its room, as a draft. What goes wrong is tried again.
 */

import { signal } from '@preact/signals'
import type { VoiceMessages } from '../../src/client/index.ts'
import { announce } from '../app/announce.ts'
import { guestCredential, ownName } from '../app/preferences.ts'
import { words } from '../i18n/language.ts'
import type { RememberedRoom } from '../links/remembered-rooms.ts'
import { type GoingOut, goingOutOf, hasArrived } from './going-out.ts'

/** By room, of those to which this page sends something, or has a moment ago. */
export const goingOut = signal<ReadonlyMap<string, GoingOut>>(new Map())

/** Somebody looks at the start page. */
interface Visit {
  /** Nobody does any more. */
  over: AbortSignal
  /** Rooms whose messages are followed: each look with the line finds them again. */
  watched: Set<string>
}

/** Now, and when the line is back; until the returned function is called. What is on its way then goes on. */
export function sendWaiting(rooms: () => readonly RememberedRoom[]): () => void {
  const over = new AbortController()
  const visit: Visit = { over: over.signal, watched: new Set() }
  const look = () => void sendAll(rooms(), visit).catch(() => undefined) // not even the SDK could be loaded
  addEventListener('online', look, { signal: over.signal })
  look()
  return () => over.abort()
}

/** Without a credential this browser has been nobody yet, and has nothing to send. */
async function sendAll(rooms: readonly RememberedRoom[], visit: Visit): Promise<void> {
  const guest = guestCredential.peek()
  if (guest === '' || rooms.length === 0) return
  const { EarshotApi, openMessages, sendWaitingMessages } = await import('../../src/client/index.ts')
  const api = new EarshotApi()
  for (const room of rooms) {
    let person: string | undefined
    const getToken = async () => {
      const granted = await api.requestToken({ room: room.room, secret: room.secret, guest })
      person = granted.person
      return granted.token
    }
    const options = { room: room.room, getToken, name: ownName.peek() }
    await sendWaitingMessages(options).catch(() => undefined) // tried again with the line
    // Where nothing lies no token is asked for. Whoever has gone into a room by now has its messages in hand there.
    if (person !== undefined && !visit.over.aborted) watch(room, openMessages({ ...options, person }), visit)
  }
}

function watch({ room, name }: RememberedRoom, messages: VoiceMessages, { over, watched }: Visit): void {
  if (watched.has(room)) return
  watched.add(room)
  const read = () => tell(room, name, goingOutOf(messages.outgoing))
  const end = messages.on('change', read)
  over.addEventListener('abort', () => {
    end()
    tell(room, name, undefined)
  })
  read()
}

function tell(room: string, name: string | null | undefined, now: GoingOut | undefined): void {
  const before = goingOut.peek().get(room)
  if (before?.is === now?.is && before?.count === now?.count) return
  const others = [...goingOut.peek()].filter(([known]) => known !== room)
  goingOut.value = new Map(now === undefined ? others : [...others, [room, now]])
  const w = words.peek()
  if (hasArrived(before, now)) announce(w.messages.goingOut.sent(now.count, name ?? w.home.unnamed))
}
