/**
 * How far this browser has looked at the messages of each room, so that what has come since counts as unread however one comes
 * in. The server knows when somebody was last there, and nobody can ask it before they go in without having gone in. Nothing of
 * it leaves here.
 */

import { readStored, writeStored } from '../app/storage.ts'

const KEY = 'entries-seen'
/** As many as there are rooms that a browser remembers. */
const MOST_ROOMS = 30

type SeenRoom = [room: string, upTo: number]

const isSeenRoom = (value: unknown): boolean =>
  Array.isArray(value) && typeof value[0] === 'string' && Number.isSafeInteger(value[1])

/** What could not be stored: this page alone knows it. */
let unstored: SeenRoom[] | undefined

/** Of one room. */
export interface SeenEntries {
  /** Number of the last entry that was on the screen; undefined: this browser has not been there. */
  readonly upTo: number | undefined
  keep(upTo: number): void
}

/** Where another tab has come further, that stays. */
export function seenIn(room: string): SeenEntries {
  const upTo = kept(room)
  let own = upTo
  return {
    upTo,
    keep(upTo) {
      const known = kept(room)
      const isOwn = known === undefined || known === own
      own = upTo
      store([...otherThan(room), [room, isOwn ? upTo : Math.max(known, upTo)]])
    },
  }
}

export function forgetSeen(room: string): void {
  if (kept(room) !== undefined) store(otherThan(room))
}

const kept = (room: string): number | undefined => readRooms().find(([known]) => known === room)?.[1]
const otherThan = (room: string): SeenRoom[] => readRooms().filter(([known]) => known !== room)

/** Read afresh before each change: another tab may have looked at a room. */
function readRooms(): SeenRoom[] {
  const stored = unstored ?? readStored(KEY)
  return Array.isArray(stored) && stored.every(isSeenRoom) ? stored : []
}

function store(rooms: SeenRoom[]): void {
  const last = rooms.slice(-MOST_ROOMS)
  unstored = writeStored(KEY, last) ? undefined : last
}
