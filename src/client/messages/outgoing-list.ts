/** The messages that are on their way out of this page, and for a moment those that have arrived. */

import type { OutgoingMessage } from './outgoing-message.ts'

/** Long enough for the room's log to have it. */
const SENT_SHOWN_MS = 60_000

export class OutgoingList {
  readonly #changed: () => void
  #messages: readonly OutgoingMessage[] = []

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** The oldest first; another array at every change. */
  get messages(): readonly OutgoingMessage[] {
    return this.#messages
  }

  find(id: string): OutgoingMessage | undefined {
    return this.#messages.find((message) => message.id === id)
  }

  /** In place of another of the same id. */
  add(message: OutgoingMessage): OutgoingMessage {
    this.#messages = [...this.#messages.filter(({ id }) => id !== message.id), message]
    message.on('change', () => this.#follow(message))
    this.#changed()
    return message
  }

  #follow(message: OutgoingMessage): void {
    if (message.isGone) this.#remove(message)
    else if (message.state === 'sent') setTimeout(() => this.#remove(message), SENT_SHOWN_MS)
    this.#changed()
  }

  #remove(message: OutgoingMessage): void {
    this.#messages = this.#messages.filter((one) => one !== message)
    this.#changed()
  }
}
