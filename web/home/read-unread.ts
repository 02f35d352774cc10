/** Asks room after room what has been missed, and stops where asking on would be a nuisance. Pure. */

import type { EarshotErrorCode, Unread } from '../../src/client/index.ts'
import { failedBy } from '../app/failed.ts'
import type { RoomLink } from '../links/room-link.ts'

/** So far back the server looks: whoever has missed as much may have missed more. */
export const MOST_COUNTED = 200

export interface Reading {
  rooms: readonly RoomLink[]
  ask: (room: RoomLink) => Promise<Unread>
  /** Nobody looks any more. */
  isOver: () => boolean
  told: (room: string, unread: Unread) => void
}

/** The server is out of reach, or has been asked too much: for the other rooms it would be the same. */
const OF_ALL_ROOMS: readonly EarshotErrorCode[] = ['unreachable', 'too-fast']

export async function readUnread({ rooms, ask, isOver, told }: Reading): Promise<void> {
  for (const room of rooms) {
    if (isOver()) return
    try {
      told(room.room, await ask(room))
    } catch (error) {
      if (OF_ALL_ROOMS.includes(failedBy(error, 'unreachable').code)) return
    }
  }
}

export const countOf = ({ texts, clips }: Unread): number => texts + clips
