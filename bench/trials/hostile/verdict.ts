/** How the rules say that a member's connection ends which sends these messages, rate limits left aside. */

import { stampMessage } from '../../../src/protocol/audio-message.ts'
import { readClientMessage } from '../../../src/protocol/client-message.ts'
import { CLOSE } from '../../../src/protocol/close-codes.ts'
import { MAX_CONTROL_BYTES, utf8Bytes } from '../../../src/protocol/control-size.ts'
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
  const reading = readClientMessage(text)
  if (reading.ok && reading.message.type === 'leave') return CLOSE.normal
  if (reading.ok) return reading.message.type === 'hello' ? CLOSE.malformed : 'stays'
  return reading.reason === 'not-json' || reading.reason === 'not-a-message' ? CLOSE.malformed : 'stays'
}

function verdictOnAudio(bytes: Uint8Array): Ending {
  const packets = stampMessage(Uint8Array.from(bytes), 1)
  if (packets === 'message-too-long') return CLOSE.tooLarge
  return typeof packets === 'string' ? CLOSE.malformed : 'stays'
}
