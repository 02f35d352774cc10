/**
 * What a member says, in messages as long as the room asks for: held while nobody hears it, at once when a talk begins
 * (docs/protocol.md, C30, W22, W24). Pure: `nowMs` comes in, messages come out.
 */

import { type AudioMessage, Packing, SHORTEST_MESSAGE_MS } from '../../src/client/packing.ts'
import { readPacket } from '../../src/protocol/packet.ts'
import type { MessageMs } from '../../src/protocol/room-message.ts'

export class PacedTalk {
  readonly #packing = new Packing()
  /** Whether the room passes on what is said. */
  isHeard = true

  /** Takes a packet, which may be reused afterwards; returns the messages to send now. */
  push(packet: Uint8Array, nowMs: number): Uint8Array[] {
    const { talkStart, talkEnd, durationMs } = readPacket(packet)
    const before = talkStart ? this.pace(true, SHORTEST_MESSAGE_MS) : []
    const complete = this.#packing.push(new Uint8Array(packet), durationMs, nowMs)
    return [...before, ...bytesOf(complete), ...(talkEnd ? bytesOf(this.#packing.flush()) : [])]
  }

  /** The room has said how to send; returns what leaves at once. */
  pace(isHeard: boolean, messageMs: MessageMs): Uint8Array[] {
    this.isHeard = isHeard
    return bytesOf(this.#packing.resize(messageMs))
  }

  /** The connection is lost, and what was held with it. */
  reset(): void {
    this.#packing.clear()
    this.pace(true, SHORTEST_MESSAGE_MS)
  }
}

const bytesOf = (messages: readonly AudioMessage[]): Uint8Array[] => messages.map(({ bytes }) => bytes)
