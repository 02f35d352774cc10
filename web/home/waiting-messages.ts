/**
 * Voice messages that were sent without a line go out from the start page too: whoever opens the app again need not find the
 * room first. What was not sent waits in its room, as a draft. Says nothing: what goes wrong is tried again.
 */

import { guestCredential, ownName } from '../app/preferences.ts'
import type { RoomLink } from '../links/room-link.ts'

/** Now, and when the line is back; until the returned function is called. What is on its way then goes on. */
export function sendWaiting(rooms: () => readonly RoomLink[]): () => void {
  const over = new AbortController()
  const look = () => void sendAll(rooms()).catch(() => undefined) // not even the SDK could be loaded
  addEventListener('online', look, { signal: over.signal })
  look()
  return () => over.abort()
}

/** Without a credential this browser has been nobody yet, and has nothing to send. */
async function sendAll(rooms: readonly RoomLink[]): Promise<void> {
  const guest = guestCredential.peek()
  if (guest === '' || rooms.length === 0) return
  const { EarshotApi, sendWaitingMessages } = await import('../../src/client/index.ts')
  const api = new EarshotApi()
  for (const { room, secret } of rooms) {
    const getToken = async () => (await api.requestToken({ room, secret, guest })).token
    await sendWaitingMessages({ room, getToken, name: ownName.peek() }).catch(() => undefined) // tried again with the line
  }
}
