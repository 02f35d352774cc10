/**
 * Voice messages that were sent without a line go out from the start page too: whoever opens the app again need not find the
 * room first. What was not sent waits in its room, as a draft. What goes wrong is tried again.
 */

import { signal } from '@preact/signals'
import { announce } from '../app/announce.ts'
import { guestCredential, ownName } from '../app/preferences.ts'
import { words } from '../i18n/language.ts'
import type { RememberedRoom } from '../links/remembered-rooms.ts'
import { type GoingMessages, haveInPage, isInPage, messagesInPage } from '../room/messages/messages-in-page.ts'
import { type GoingOut, goingOutOf, hasArrived } from './going-out.ts'

/** By room, of those to which this page sends something, or has a moment ago. */
export const goingOut = signal<ReadonlyMap<string, GoingOut>>(new Map())

/** A tab that was closed a moment ago, or is closed later, still has in hand what it leaves to others. */
const LOOK_AGAIN_MS = 15_000

/** Messages that were seen here on their way, until somebody was told that they are sent and went on. */
const expected = new WeakSet<object>()

/** Somebody looks at the start page. */
interface Visit {
  /** Nobody does any more. */
  over: AbortSignal
  /** Rooms whose messages are followed: each look with the line finds them again. */
  watched: Set<string>
}

/** Now, when the line is back, and now and then; until the returned function is called. What is on its way then goes on. */
export function sendWaiting(rooms: () => readonly RememberedRoom[]): () => void {
  const over = new AbortController()
  const visit: Visit = { over: over.signal, watched: new Set() }
  const look = () => {
    for (const room of rooms()) watch(room, visit)
    void sendAll(rooms(), visit).catch(() => undefined) // not even the SDK could be loaded
  }
  addEventListener('online', look, { signal: over.signal })
  const again = setInterval(look, LOOK_AGAIN_MS)
  over.signal.addEventListener('abort', () => clearInterval(again))
  look()
  return () => over.abort()
}

/** Without a credential this browser has been nobody yet, and has nothing to send. */
async function sendAll(rooms: readonly RememberedRoom[], visit: Visit): Promise<void> {
  const guest = guestCredential.peek()
  if (guest === '' || rooms.length === 0) return
  const { EarshotApi, openMessages, roomsWithMessages, sendWaitingMessages } = await import('../../src/client/index.ts')
  const api = new EarshotApi()
  const lying = await roomsWithMessages()
  for (const room of rooms.filter(({ room }) => lying.includes(room))) {
    const getToken = async () => (await api.requestToken({ room: room.room, secret: room.secret, guest })).token
    const options = { room: room.room, getToken, name: ownName.peek() }
    // Where nothing lies, nobody is named. What is refused is tried again with the line.
    const person = await sendWaitingMessages({ ...options, bearer: guest }).catch(() => undefined)
    if (person === undefined) continue
    // Whoever has been in the room by now has its messages in hand from there.
    if (!isInPage(room.room)) haveInPage(room.room, () => openMessages({ ...options, person }))
    if (!visit.over.aborted) watch(room, visit)
  }
}

/** Of what this page has in hand; what was sent before it could be seen here on its way, or was told of as sent, is no news. */
function watch({ room, name }: RememberedRoom, { over, watched }: Visit): void {
  const messages = watched.has(room) ? undefined : messagesInPage(room)
  if (messages === undefined) return
  watched.add(room)
  const isNews = (message: GoingMessages['outgoing'][number]) => message.state !== 'sent' || expected.has(message)
  const read = () => {
    const news = messages.outgoing.filter(isNews)
    for (const message of news) expected.add(message)
    tell(room, name, goingOutOf(news))
  }
  const end = messages.on('change', read)
  over.addEventListener('abort', () => {
    end()
    for (const message of messages.outgoing) if (message.state === 'sent') expected.delete(message)
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
