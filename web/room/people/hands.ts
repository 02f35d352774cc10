/**
 * Raised hands of the others: who runs the room hears of each, and lowers it or gives them the word. My own is
 * standing.ts's. Draws nothing.
 */

import type { Participant, Room } from '../../../src/client/index.ts'
import { announce } from '../../app/announce.ts'
import type { Desk } from '../../devices/desk.ts'
import { words } from '../../i18n/language.ts'
import { playCue } from '../../sound/cues.ts'
import type { Standing } from '../standing.ts'
import type { Company } from './company.ts'

export class Hands {
  readonly #room: Pick<Room, 'setRole' | 'lowerHand'>
  readonly #company: Company
  readonly #end: () => void

  constructor(room: Pick<Room, 'setRole' | 'lowerHand'>, company: Company, standing: Standing, desk: Desk) {
    this.#room = room
    this.#company = company
    let before = company.others.peek()
    this.#end = company.others.subscribe((others) => {
      const down = new Set(before.filter((other) => other.handRaisedAtMs === null).map(({ person }) => person))
      before = others
      if (!standing.may({ action: 'mute' })) return
      for (const other of others) if (other.handRaisedAtMs !== null && down.has(other.person)) notice(other, desk)
    })
  }

  /** On every device on which it is up. */
  lower(person: Participant): void {
    for (const device of this.#company.devicesOf(person)) {
      if (device.handRaisedAtMs !== null) this.#room.lowerHand(device.member)
    }
  }

  /** A listener who asked for it; then there is nothing left to ask for. */
  async letSpeak(person: Participant): Promise<void> {
    await this.#room.setRole(person.member, 'speaker')
    this.lower(person)
  }

  dispose(): void {
    this.#end()
  }
}

function notice({ name }: Participant, desk: Desk): void {
  playCue(desk, 'hand')
  announce(words.peek().hand.raisedBy(name))
}
