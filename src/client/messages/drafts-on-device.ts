/** Drafts found without their room: for a page that shows rooms and joins none of them. */

import { personIn } from '../kept-token.ts'
import { draftsAmong } from './draft-desk.ts'
import { findMessage } from './message-draft.ts'
import { messagesOf, ownerless, roomsWithMessages } from './message-files.ts'

export interface DraftOnDevice {
  room: string
  /** The message's id, as in the room's `messages.drafts()`. */
  id: string
  recordedAtMs: number
  durationMs: number
}

/**
 * What lies on this device, in whichever room, of the person whom `bearer` names, a token or a guest's credential: recorded and
 * not sent. The newest first; what is being recorded is not among them. Asks no server.
 */
export async function draftsOnDevice(bearer: string): Promise<DraftOnDevice[]> {
  const person = personIn(bearer)
  if (person === undefined) return []
  const found = await Promise.all((await roomsWithMessages()).map(messagesIn))
  return draftsAmong(person, found.flat()).map(({ record, durationMs }) => ({
    room: record.room,
    id: record.message,
    recordedAtMs: record.recordedAtMs,
    durationMs,
  }))
}

const messagesIn = async (room: string) =>
  Promise.all((await ownerless(room, await messagesOf(room))).map((id) => findMessage(room, id)))
