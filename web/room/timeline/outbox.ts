/**
 * Messages on their way to the room: shown at once, until the log has them or they failed.
 * The SDK sends each exactly once across reconnects; here is only what to draw meanwhile.
 */

import { signal } from '@preact/signals'
import { type ClipMoment, type Room, randomId } from '../../../src/client/index.ts'
import { type Failed, failedBy } from '../../app/failed.ts'

export interface Outgoing {
  /** The id that its entry in the log will have. */
  id: string
  text: string
  atMs: number
  /** The moment of a clip that it answers. */
  replyTo: ClipMoment | undefined
  /** Why it was not stored; undefined while it is under way. */
  failed?: Failed
}

export class Outbox {
  readonly outgoing = signal<readonly Outgoing[]>([])
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  send(text: string, replyTo?: ClipMoment): void {
    const message: Outgoing = { id: randomId(), text, atMs: Date.now(), replyTo }
    this.outgoing.value = [...this.outgoing.peek(), message]
    void this.#say(message)
  }

  /** The same message once more: should it have been stored after all, it is not stored twice. */
  retry({ id, text, atMs, replyTo }: Outgoing): void {
    const message: Outgoing = { id, text, atMs, replyTo }
    this.outgoing.value = this.outgoing.peek().map((other) => (other.id === id ? message : other))
    void this.#say(message)
  }

  discard({ id }: Outgoing): void {
    this.outgoing.value = this.outgoing.peek().filter((other) => other.id !== id)
  }

  /** What the log shows by now is no longer under way. */
  settle(): void {
    const outgoing = this.outgoing.peek()
    if (outgoing.length === 0) return
    const shown = new Set(this.#room.entries.map((entry) => (entry.kind === 'text' ? entry.id : undefined)))
    const left = outgoing.filter(({ id }) => !shown.has(id))
    if (left.length < outgoing.length) this.outgoing.value = left
  }

  async #say({ id, text, replyTo }: Outgoing): Promise<void> {
    try {
      await this.#room.say(text, id, replyTo === undefined ? {} : { replyTo })
      this.settle()
    } catch (error) {
      const failed = failedBy(error, 'not-stored')
      this.outgoing.value = this.outgoing.peek().map((other) => (other.id === id ? { ...other, failed } : other))
    }
  }
}
