/**
 * How the room says good-bye: a `bye` with a sentence for people, then the close with its code and reason [R1].
 */

import type { Refusal } from '../archive/admission.ts'
import { CLOSE, type CloseCode, type CloseName } from '../protocol/close-codes.ts'
import type { Effect } from './effect.ts'

const SENTENCES: Record<CloseName, string> = {
  normal: 'You left the room.',
  malformed: 'The room could not read what this client sent. Update the client, then join again.',
  unauthorized:
    'The token is missing, wrong, expired or in use by another session. Ask for a new one and connect again.',
  forbidden: 'This token does not let you do that here.',
  unknownRoom: 'There is no such room. Ask for a new link.',
  timedOut: 'The room could not reach this client, or heard nothing from it, for too long. Connect again.',
  replaced: 'You connected again from elsewhere with the same session, and that connection has taken over.',
  tooLarge: 'The message was larger than the protocol allows. Update the client, then join again.',
  locked: 'The owner has locked this room. Ask them to unlock it, then join again.',
  tooFast: 'This client sent more than one person can say. Wait a little, then connect again.',
  removed: 'You were removed from this room.',
  roomFull: 'The room is full. Try again when somebody has left.',
  ended: 'An owner has ended the gathering for everybody. The room is still there.',
  gone: 'This room has been deleted.',
  tooManyDevices: 'You are in this room on too many devices. Leave it on one of them, then join again.',
  internal: 'Something went wrong on our side. Connect again.',
  unavailable: 'The room cannot be reached at the moment. Connect again shortly.',
}

/** Why the Archive does not admit somebody, as a close. */
export const CLOSE_FOR: Record<Refusal, CloseName> = {
  'unknown-room': 'unknownRoom',
  removed: 'removed',
  locked: 'locked',
  'session-of-another': 'forbidden',
  'numbers-exhausted': 'roomFull',
  'too-fast': 'tooFast',
}

/** Closing one socket: what is said, and that its attachment is nobody's any more. */
export function farewell<Connection>(connection: Connection, name: CloseName, detail?: string): Effect<Connection>[] {
  const code: CloseCode = CLOSE[name]
  return [
    { do: 'send', to: [connection], message: { type: 'bye', code, message: SENTENCES[name] } },
    { do: 'attach', connection, attachment: null },
    { do: 'close', connection, code, reason: detail === undefined ? name : `${name}: ${detail}` },
  ]
}
