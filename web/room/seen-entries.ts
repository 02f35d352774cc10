/**
 * How far this browser has looked at the messages of each room, so that what has come since counts as unread however one comes
 * in. The server knows when somebody was last there, and nobody can ask it before they go in without having gone in. Nothing of
 * it leaves here.
 */

import { remembered } from '../app/preferences.ts'

/** As many as there are rooms that a browser remembers. */
const MOST_ROOMS = 30

type SeenRoom = [room: string, upTo: number]

const isSeenRoom = (value: unknown): boolean =>
  Array.isArray(value) && typeof value[0] === 'string' && Number.isSafeInteger(value[1])

const rooms = remembered<SeenRoom[]>('entries-seen', [], (value) => Array.isArray(value) && value.every(isSeenRoom))

/** Of one room. */
export interface SeenEntries {
  /** Number of the last entry that was on the screen; undefined: this browser has not been there. */
  readonly upTo: number | undefined
  keep(upTo: number): void
}

export const seenIn = (room: string): SeenEntries => ({
  upTo: rooms.peek().find(([known]) => known === room)?.[1],
  keep(upTo) {
    const others = rooms.peek().filter(([known]) => known !== room)
    rooms.value = [...others, [room, upTo] satisfies SeenRoom].slice(-MOST_ROOMS)
  },
})
