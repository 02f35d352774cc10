/**
 * Messages on their way to the room: shown at once, until the log has them or they failed.
 * The SDK sends each exactly once across reconnects; here is only what to draw meanwhile.
 */

import { signal } from '@preact/signals'
import type { EarshotErrorCode, Room } from '../../../src/client/index.ts'
import { codeOf } from '../../devices/desk.ts'

export interface Outgoing {
  key: number
  text: string
  atMs: number
  /** Why it was not stored; undefined while it is under way. */
  failed?: EarshotErrorCode
  /** Its number in the log, once it is stored there. */
  number?: number
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
    const message: Outgoing = { key: this.#lastKey, text, atMs: Date.now() }
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

  /** What the log shows by now is no longer under way. The number may come before the entry or after it. */
  settle(): void {
    const newest = this.#room.entries.at(-1)?.number ?? 0
    const isShown = ({ number }: Outgoing) => number !== undefined && number <= newest
    if (this.outgoing.peek().some(isShown)) {
      this.outgoing.value = this.outgoing.peek().filter((message) => !isShown(message))
    }
  }

  async #say(message: Outgoing): Promise<void> {
    try {
      this.#change(message, { number: await this.#room.say(message.text) })
      this.settle()
    } catch (error) {
      this.#change(message, { failed: codeOf(error, 'not-stored') })
    }
  }

  #change({ key }: Outgoing, change: Partial<Outgoing>): void {
    this.outgoing.value = this.outgoing.peek().map((other) => (other.key === key ? { ...other, ...change } : other))
  }
}
