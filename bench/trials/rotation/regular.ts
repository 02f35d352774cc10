/** Somebody who stays while keys are replaced: talks or writes, listens, renews their token, comes back by themselves. */

import { decodeProtectedHeader } from 'jose'
import type { RoomMessage } from '../../../src/protocol/room-message.ts'
import { requestToken } from '../../../test/support/room.ts'
import type { Hall } from '../hall.ts'
import { Writer } from '../kill/writer.ts'
import { Returner } from '../returner.ts'
import { Witness } from '../witness.ts'
import { Gaps } from './gaps.ts'

export class Regular {
  readonly witness = new Witness()
  readonly gaps = new Gaps()
  readonly writer: Writer
  /** The one that they came with. */
  readonly firstToken: string
  /** Their number when they came. */
  number = 0
  #returner: Returner | undefined

  static async join({ origin, room, guestSecret }: Hall, index: number): Promise<Regular> {
    const token = await requestToken(origin, room, guestSecret)
    const regular = new Regular(`Member ${index}`, token)
    regular.#returner = await Returner.join({
      ...{ origin, room, token, name: `Member ${index}` },
      after: regular.witness.lastEntry,
      onAudio: regular.gaps.hear,
      onMessage: (message) => regular.#understand(message),
    })
    regular.number = regular.returner.number
    return regular
  }

  private constructor(name: string, token: string) {
    this.firstToken = token
    this.writer = new Writer(name, (message) => this.returner.say(message))
  }

  get returner(): Returner {
    if (this.#returner === undefined) throw new Error('Not in yet.')
    return this.#returner
  }

  /** The id of the key that signed the token that they would come back with. */
  get keyId(): string | undefined {
    return decodeProtectedHeader(this.returner.token).kid
  }

  renew(): void {
    this.returner.say({ type: 'renew' })
  }

  #understand(message: RoomMessage): void {
    this.witness.hear(message)
    this.writer.hear(message)
    if (message.type === 'token') this.returner.token = message.token
  }
}
