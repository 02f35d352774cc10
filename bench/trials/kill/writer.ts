/** A member who keeps writing, and who sends again what was not acknowledged when the line came back (docs/protocol.md, R10). */

import type { ClientMessage } from '../../../src/protocol/client-message.ts'
import type { RoomMessage } from '../../../src/protocol/room-message.ts'
import { randomId } from '../../../test/support/random-id.ts'

const EVERY_MS = 200
/** Within what one connection may send at once. */
const BURST_LINES = 40

export class Writer {
  /** Numbers under which what was written is said to stand in the log, by its id. */
  readonly acknowledged = new Map<string, number>()
  readonly #unacknowledged = new Map<string, string>()
  readonly #name: string
  readonly #say: (message: ClientMessage) => void
  #timer: NodeJS.Timeout | undefined
  #written = 0

  constructor(name: string, say: (message: ClientMessage) => void) {
    this.#name = name
    this.#say = say
  }

  get isAllAcknowledged(): boolean {
    return this.#unacknowledged.size === 0
  }

  start(): void {
    this.#timer = setInterval(() => this.#write(), EVERY_MS)
  }

  /** Many lines at once: a crash soon after finds some of them on their way, stored and not acknowledged. */
  burst(): void {
    for (let lines = 0; lines < BURST_LINES; lines += 1) this.#write()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  hear(message: RoomMessage): void {
    // Whoever says it is in only when this has been read.
    if (message.type === 'welcome') setImmediate(() => this.#sendAgain())
    if (message.type !== 'ack' || !this.#unacknowledged.delete(message.id)) return
    this.acknowledged.set(message.id, message.number)
  }

  #write(): void {
    const id = randomId()
    const text = `${this.#name}, line ${this.#written}`
    this.#written += 1
    this.#unacknowledged.set(id, text)
    this.#say({ type: 'say', id, text })
  }

  #sendAgain(): void {
    for (const [id, text] of this.#unacknowledged) this.#say({ type: 'say', id, text })
  }
}
