/** A member of the room that is going to crash: comes back by itself, listens, may write, and knows what it knows of the room. */

import type { RoomMessage } from '../../../src/protocol/room-message.ts'
import { requestToken } from '../../../test/support/room.ts'
import type { Hall } from '../hall.ts'
import { Returner } from '../returner.ts'
import { eachHeard } from '../voice.ts'
import { Witness } from '../witness.ts'
import { RosterReader } from './rosters.ts'
import { Writer } from './writer.ts'

export class Guest {
  readonly witness = new Witness()
  readonly rosterReader = new RosterReader()
  readonly writer: Writer
  /** When the newest packet was sent that it has heard. */
  lastHeardAtMs = 0
  /** Its number before the crash. */
  number = 0
  readonly #name: string
  #returner: Returner | undefined

  /** The first is the owner; some are muted, some deafened, some both. */
  static async join({ origin, room, ownerSecret, guestSecret }: Hall, index: number): Promise<Guest> {
    const guest = new Guest(`Member ${index}`)
    guest.#returner = await Returner.join({
      ...{ origin, room, name: guest.#name },
      token: await requestToken(origin, room, index === 0 ? ownerSecret : guestSecret),
      muted: index % 3 === 2,
      deafened: index % 4 === 3,
      after: guest.witness.lastEntry,
      onAudio: (bytes) => eachHeard(bytes, ({ sentAtMs }) => guest.#heard(sentAtMs)),
      onMessage: (message) => guest.#understand(message),
    })
    guest.number = guest.returner.number
    return guest
  }

  private constructor(name: string) {
    this.#name = name
    this.writer = new Writer(name, (message) => this.returner.say(message))
  }

  get returner(): Returner {
    if (this.#returner === undefined) throw new Error(`${this.#name} is not in yet.`)
    return this.#returner
  }

  #heard(sentAtMs: number): void {
    this.lastHeardAtMs = Math.max(this.lastHeardAtMs, sentAtMs)
  }

  #understand(message: RoomMessage): void {
    this.witness.hear(message)
    this.rosterReader.hear(message)
    this.writer.hear(message)
  }
}
