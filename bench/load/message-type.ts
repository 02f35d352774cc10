/**
 * The type of a room's control message without taking it all apart: in a large room most of what a listener is told is who
 * else has come, and reading that a thousand times over would be the load tester's main work.
 */

import { parseJson } from '../../src/protocol/json.ts'

/** How a message begins whose `type` stands first; in others it is looked for properly. */
const TYPE_FIRST = '{"type":"'

/** Undefined when `text` is no control message. */
export function typeOfMessage(text: string): string | undefined {
  if (text.startsWith(TYPE_FIRST)) return text.slice(TYPE_FIRST.length, text.indexOf('"', TYPE_FIRST.length))
  const type = (parseJson(text) as { type?: unknown } | null | undefined)?.type
  return typeof type === 'string' ? type : undefined
}
