/**
 * Messages on their way to the room: shown at once, until the log has them or they failed.
 * The SDK sends each exactly once across reconnects; here is only what to draw meanwhile.
 */

import { signal } from '@preact/signals'
import type { EarshotErrorCode, Entry, Room } from '../../../src/client/index.ts'
import { codeOf } from '../../devices/desk.ts'

export interface Outgoing {
  key: number
  text: string
  atMs: number
  /** Why it was not stored; undefined while it is under way. */
  failed?: EarshotErrorCode
}

export class Outbox {
  readonly outgoing = signal<readonly Outgoing[]>([])
  readonly #room: Room
  #lastKey = 0

  constructor(room: Room) {
    this.#room = room
  }

  send(text: string): void {
    this.#lastKey += 1
    const message = { key: this.#lastKey, text, atMs: Date.now() }
    this.outgoing.value = [...this.outgoing.peek(), message]
    void this.#say(message)
  }

  retry(message: Outgoing): void {
    this.discard(message)
    this.send(message.text)
  }

  discard(message: Outgoing): void {
    this.outgoing.value = this.outgoing.peek().filter((other) => other.key !== message.key)
  }

  /** The log has an entry of mine: what it says is no longer under way. It may come before its acknowledgement. */
  settle(entry: Entry): void {
    if (entry.kind !== 'text' || entry.by.person !== this.#room.me.person) return
    const settled = this.outgoing.peek().find((message) => message.failed === undefined && message.text === entry.text)
    if (settled !== undefined) this.discard(settled)
  }

  async #say(message: Outgoing): Promise<void> {
    try {
      await this.#room.say(message.text)
      this.discard(message)
    } catch (error) {
      const failed = codeOf(error, 'not-stored')
      this.outgoing.value = this.outgoing
        .peek()
        .map((other) => (other.key === message.key ? { ...other, failed } : other))
    }
  }
}
