/**
 * Puts packets into messages of as much audio as the room asks for, so that those whom nobody hears cost it little
 * [C30, W22]. Pure.
 */

import { MAX_CLIENT_MESSAGE_BYTES, MAX_PACKETS_PER_MESSAGE } from '../protocol/audio-message.ts'
import { joinBytes } from '../protocol/join-bytes.ts'
import type { MessageMs } from '../protocol/room-message.ts'

/** What goes out as one binary message, and since when its first packet has been waiting. */
export interface AudioMessage {
  bytes: Uint8Array<ArrayBuffer>
  sinceMs: number
}

/** docs/protocol.md, C30: before the room says otherwise, each packet leaves by itself. */
export const SHORTEST_MESSAGE_MS: MessageMs = 20

export class Packing {
  #messageMs: number = SHORTEST_MESSAGE_MS
  #held: Uint8Array<ArrayBuffer>[] = []
  #heldBytes = 0
  /** How much audio is held. */
  #heldMs = 0
  #sinceMs = 0

  /** Takes a packet with `audioMs` of audio; returns what is complete with it. */
  push(packet: Uint8Array<ArrayBuffer>, audioMs: number, nowMs: number): AudioMessage[] {
    const full = this.#hasPlaceFor(packet) ? [] : this.flush()
    if (this.#held.length === 0) this.#sinceMs = nowMs
    this.#held.push(packet)
    this.#heldBytes += packet.length
    this.#heldMs += audioMs
    return this.#heldMs >= this.#messageMs ? [...full, ...this.flush()] : full
  }

  /** Changes how much goes into a message; returns what is held, if that has become less. */
  resize(messageMs: number): AudioMessage[] {
    const shrinks = messageMs < this.#messageMs
    this.#messageMs = messageMs
    return shrinks ? this.flush() : []
  }

  /** Everything that is held. */
  flush(): AudioMessage[] {
    if (this.#held.length === 0) return []
    const message = { bytes: joinBytes(this.#held), sinceMs: this.#sinceMs }
    this.clear()
    return [message]
  }

  clear(): void {
    this.#held = []
    this.#heldBytes = this.#heldMs = 0
  }

  /** When what is held has waited as long as it may: a spurt can stop short of a whole message. */
  nextDeadlineMs(): number | undefined {
    return this.#held.length === 0 ? undefined : this.#sinceMs + this.#messageMs
  }

  #hasPlaceFor(packet: Uint8Array): boolean {
    const isRoomy = this.#heldBytes + packet.length <= MAX_CLIENT_MESSAGE_BYTES
    return isRoomy && this.#held.length < MAX_PACKETS_PER_MESSAGE
  }
}
