/**
 * Voice messages that were sent without a line go out from the start page too: whoever opens the app again need not find the
 * room first. What was not sent waits in its room, as a draft. What goes wrong is tried again.
 */

import { signal } from '@preact/signals'
import type { EarshotError, EarshotErrorCode } from '../../src/client/index.ts'
import { announce } from '../app/announce.ts'
import { failedBy } from '../app/failed.ts'
import { guestCredential, ownName } from '../app/preferences.ts'
import { words } from '../i18n/language.ts'
import type { RememberedRoom } from '../links/remembered-rooms.ts'
import { type GoingMessages, haveInPage, isInPage, messagesInPage } from '../room/messages/messages-in-page.ts'
import { type GoingOut, goingOutOf, hasArrived } from './going-out.ts'
import { tellOpen, tellRefused, tellShut, tellTaken, whyRefused, whyShut } from './shut-rooms.ts'

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
    void sendAll(rooms, visit).catch(() => undefined) // not even the SDK could be loaded
  }
  addEventListener('online', look, { signal: over.signal })
  const again = setInterval(look, LOOK_AGAIN_MS)
  over.signal.addEventListener('abort', () => clearInterval(again))
  look()
  return () => over.abort()
}

/** Without a credential this browser has been nobody yet, and has nothing to send. */
async function sendAll(rooms: () => readonly RememberedRoom[], visit: Visit): Promise<void> {
  const guest = guestCredential.peek()
  if (guest === '') return
  const sdk = await import('../../src/client/index.ts')
  for (const room of await sdk.roomsWithMessages()) {
    const known = () => rooms().find((one) => one.room === room)
    const options = { room, getToken: () => tokenFor(room, known(), guest, sdk), name: ownName.peek() }
    // Where nothing lies, nobody is named. What goes wrong is tried again.
    const person = await sdk.sendWaitingMessages({ ...options, bearer: guest }).catch(() => undefined)
    if (person === undefined) continue
    // Whoever has been in the room by now has its messages in hand from there.
    if (!isInPage(room)) haveInPage(room, () => sdk.openMessages({ ...options, person }))
    if (!visit.over.aborted) watch({ room, name: known()?.name }, visit)
  }
}

type Sdk = Pick<typeof import('../../src/client/index.ts'), 'EarshotApi' | 'EarshotError'>

/** A refusal is told of on the page. To the SDK it is as no line is: what waits goes on waiting, and may be let in later. */
async function tokenFor(room: string, link: RememberedRoom | undefined, guest: string, sdk: Sdk): Promise<string> {
  try {
    if (link === undefined) throw new sdk.EarshotError('wrong-link')
    const { token } = await new sdk.EarshotApi().requestToken({ room, secret: link.secret, guest })
    tellOpen(room)
    return token
  } catch (error) {
    const why = whyShut(failedBy(error, 'unreachable').code)
    if (why === undefined) throw error
    tellShut(room, link === undefined ? 'forgotten' : why)
    throw new sdk.EarshotError('unreachable', { cause: error })
  }
}

/** Of what this page has in hand; what was sent before it could be seen here on its way, or was told of as sent, is no news. */
function watch({ room, name }: { room: string; name?: string | null | undefined }, { over, watched }: Visit): void {
  const messages = watched.has(room) ? undefined : messagesInPage(room)
  if (messages === undefined) return
  watched.add(room)
  const isNews = (message: GoingMessages['outgoing'][number]) => message.state !== 'sent' || expected.has(message)
  const read = () => {
    const news = messages.outgoing.filter(isNews)
    for (const message of news) expected.add(message)
    tellRefused(room, codesOf(messages.outgoing))
    if (news.some(({ state }) => state === 'sent')) tellTaken(room)
    tell(room, name, goingOutOf(news))
  }
  const end = messages.on('change', read)
  over.addEventListener('abort', () => {
    end()
    for (const message of messages.outgoing) if (message.state === 'sent') expected.delete(message)
    tell(room, name, undefined)
  })
  read()
  void lookForRefused(room, messages)
}

/** What was refused on an earlier visit is a draft by now. */
async function lookForRefused(room: string, messages: GoingMessages): Promise<void> {
  const drafts = await messages.drafts().catch(() => []) // none can be read here
  const codes = codesOf([...drafts, ...messages.outgoing])
  if (whyRefused(codes) === undefined) tellTaken(room)
  else tellRefused(room, codes)
}

/** An error is what it failed with: what was taken back or tried again has none. */
const codesOf = (messages: readonly { error: EarshotError | undefined }[]): EarshotErrorCode[] =>
  messages.flatMap(({ error }) => (error === undefined ? [] : [error.code]))

function tell(room: string, name: string | null | undefined, now: GoingOut | undefined): void {
  const before = goingOut.peek().get(room)
  if (before?.is === now?.is && before?.count === now?.count) return
  const others = [...goingOut.peek()].filter(([known]) => known !== room)
  goingOut.value = new Map(now === undefined ? others : [...others, [room, now]])
  const w = words.peek()
  if (hasArrived(before, now)) announce(w.messages.goingOut.sent(now.count, name ?? w.home.unnamed))
}
