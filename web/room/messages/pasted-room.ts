/**
 * The room that a pasted invite leads to, looked at as its door does: nobody comes in by that, and of an invite for so many
 * people no place is taken. The secret goes in the body of a request, and nowhere else. Knows no markup.
 */

import type { EarshotApi, SeenLink } from '../../../src/client/index.ts'
import { linksToTry, type RememberedRoom } from '../../links/remembered-rooms.ts'
import { findRoomLink, fragmentOf, type RoomLink } from '../../links/room-link.ts'

export type Pasted =
  | { is: 'room'; room: RememberedRoom }
  /** There is no invite in it; it is of the room where one is; one would only listen there. */
  | { is: 'no-link' | 'here' | 'listening' }

export interface PastedParts {
  /** The room where one is. */
  here: string
  origin: string
  /** The credential of this browser; empty: it has none. */
  guest: string
  api: Pick<EarshotApi, 'look'>
}

/** @throws {EarshotError} the link leads into no room, or not any more */
export async function pastedRoom(text: string, { here, origin, guest, api }: PastedParts): Promise<Pasted> {
  const given = findRoomLink(text, origin)
  if (given === undefined) return { is: 'no-link' }
  if (given.room === here) return { is: 'here' }
  const { link, seen } = await opening(given, (link) => api.look(shown(link, guest)))
  if (seen.role === 'listener') return { is: 'listening' }
  const { name } = seen.room
  return { is: 'room', room: { ...link, name, role: seen.invite.role, visitedAtMs: Date.now() } }
}

/** That link, or another by which this browser has been there. What is wrong is said of the one that was pasted. */
async function opening(
  given: RoomLink,
  look: (link: RoomLink) => Promise<SeenLink>,
): Promise<{ link: RoomLink; seen: SeenLink }> {
  let wrong: unknown
  for (const link of linksToTry(given.room, fragmentOf(given))) {
    try {
      return { link, seen: await look(link) }
    } catch (error) {
      if (wrong === undefined || link.secret === given.secret) wrong = error
    }
  }
  throw wrong
}

const shown = ({ room, secret }: RoomLink, guest: string) => (guest === '' ? { room, secret } : { room, secret, guest })
