/**
 * What somebody hears of a request that failed: an `error`, and the connection goes on [C22].
 */

import type { ErrorCode } from '../protocol/room-message.ts'
import type { Effect } from './effect.ts'

/** `id` names what failed, where it had one. */
export function refusal<Connection>(
  connection: Connection,
  code: ErrorCode,
  message: string,
  id?: string,
): Effect<Connection> {
  const about = id === undefined ? {} : { id }
  return { do: 'send', to: [connection], message: { type: 'error', code, message, ...about } }
}

export const noSuchMember = <Connection>(connection: Connection, id?: string): Effect<Connection> =>
  refusal(connection, 'no-such-member', 'Nobody here has that number.', id)
