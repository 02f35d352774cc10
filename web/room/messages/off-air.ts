/**
 * Who stops recording a message, to cough or to think, is not live in the room by that: they stay muted until it is sent,
 * thrown away or put aside, or until they unmute. Push-to-talk needs no such thing: there nobody is heard by accident.
 */

import { type ReadonlySignal, signal } from '@preact/signals'
import type { Participant, Room } from '../../../src/client/index.ts'

export class OffAir {
  /** Muted by this, and not by hand. */
  readonly isOn: ReadonlySignal<boolean>

  readonly #isOn = signal(false)
  readonly #room: Pick<Room, 'me' | 'talkMode' | 'setMuted'>

  constructor(room: Pick<Room, 'me' | 'talkMode' | 'setMuted'>) {
    this.#room = room
    this.isOn = this.#isOn
  }

  begin(): void {
    if (this.#room.me.muted || this.#room.talkMode === 'push') return
    this.#isOn.value = true
    this.#room.setMuted(true)
  }

  /** As it was before. Whoever has been deafened meanwhile stays muted: unmuting would end that too. */
  end(): void {
    if (!this.#isOn.peek()) return
    this.forget()
    if (!this.#room.me.deafened) this.#room.setMuted(false)
  }

  /** Whether they are muted is decided by hand from now on, or no matter any more. */
  forget(): void {
    this.#isOn.value = false
  }
}

/** Whether the room hears my microphone where no message has it. */
export type Air =
  | 'live'
  /** While the button or the key is held. */
  | 'push'
  /** Muted for as long as the message stands still. */
  | 'off-air'
  | 'muted'
  /** No microphone is open for the room. */
  | 'none'

interface Around {
  hasMicrophone: boolean
  isOffAir: boolean
  me: Pick<Participant, 'muted' | 'silenced'>
  mode: Room['talkMode']
}

export function airOf({ hasMicrophone, isOffAir, me, mode }: Around): Air {
  if (!hasMicrophone) return 'none'
  if (isOffAir) return 'off-air'
  if (me.muted || me.silenced) return 'muted'
  return mode === 'push' ? 'push' : 'live'
}
