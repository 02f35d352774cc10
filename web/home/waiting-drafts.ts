/**
 * Voice messages that were recorded on this device and not sent, by room: for home, from where their room is a press away. Read
 * when somebody comes to the page, once more a little later, and when they come back to it.
 */

import { signal } from '@preact/signals'
import type { DraftOnDevice } from '../../src/client/index.ts'
import { guestCredential } from '../app/preferences.ts'

/** Who has just left a room, or closed it in another tab, has its worker close its files within moments. */
const ONCE_MORE_AFTER_MS = 1_000

/** The newest first. */
export const waitingDrafts = signal<readonly DraftOnDevice[]>([])

/** Until the returned function is called. */
export function watchDrafts(): () => void {
  const over = new AbortController()
  const { signal } = over
  const look = async () => {
    if (document.hidden) return
    const drafts = await readDrafts()
    if (!signal.aborted) waitingDrafts.value = drafts
  }
  document.addEventListener('visibilitychange', look, { signal })
  void look()
  const onceMore = setTimeout(look, ONCE_MORE_AFTER_MS)
  return () => {
    clearTimeout(onceMore)
    over.abort()
  }
}

/** Without a credential this browser has been nobody yet, and has recorded nothing. */
async function readDrafts(): Promise<readonly DraftOnDevice[]> {
  const guest = guestCredential.peek()
  if (guest === '') return []
  try {
    const { draftsOnDevice } = await import('../../src/client/index.ts')
    return await draftsOnDevice(guest)
  } catch {
    return [] // not even the SDK could be loaded, or nothing can be read here: the room says so when it matters
  }
}

export interface RoomWithDrafts {
  count: number
  /** Of all of them. */
  durationMs: number
}

/** By room, in the order of the newest. */
export function draftsByRoom(drafts: readonly DraftOnDevice[]): ReadonlyMap<string, RoomWithDrafts> {
  const rooms = new Map<string, RoomWithDrafts>()
  for (const { room, durationMs } of drafts) {
    const { count, durationMs: before } = rooms.get(room) ?? { count: 0, durationMs: 0 }
    rooms.set(room, { count: count + 1, durationMs: before + durationMs })
  }
  return rooms
}
