/** How the rules say that a member's connection ends which sends these messages, rate limits left aside. */

import { stampMessage } from '../../../src/protocol/audio-message.ts'
import { readClientMessage } from '../../../src/protocol/client-message.ts'
import { CLOSE } from '../../../src/protocol/close-codes.ts'
import { utf8Bytes } from '../../../src/protocol/control-size.ts'
import { parseJson } from '../../../src/protocol/json.ts'
import { MAX_CONTROL_BYTES } from '../../../src/protocol/limits.ts'
import type { Ending, Message } from './attack.ts'

/** The first message that ends it decides. */
export function verdictOn(messages: readonly Message[]): Ending {
  for (const message of messages) {
    const ending = typeof message === 'string' ? verdictOnControl(message) : verdictOnAudio(message)
    if (ending !== 'stays') return ending
  }
  return 'stays'
}

function verdictOnControl(text: string): Ending {
  if (text === 'ping') return 'stays'
  if (utf8Bytes(text) > MAX_CONTROL_BYTES) return CLOSE.tooLarge
  // Not twice, and not with a wrong field either [C8].
  if (isHello(parseJson(text))) return CLOSE.malformed
  const reading = readClientMessage(text)
  if (reading.ok) return reading.message.type === 'leave' ? CLOSE.normal : 'stays'
  return reading.reason === 'not-json' || reading.reason === 'not-a-message' ? CLOSE.malformed : 'stays'
}

const isHello = (value: unknown): boolean => (value as { type?: unknown } | null | undefined)?.type === 'hello'

function verdictOnAudio(bytes: Uint8Array): Ending {
  const packets = stampMessage(Uint8Array.from(bytes), 1)
  if (packets === 'message-too-long') return CLOSE.tooLarge
  return typeof packets === 'string' ? CLOSE.malformed : 'stays'
}
