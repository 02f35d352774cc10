/**
 * How this client stands with its room: its role, its hand, whether a moderator has muted it, and whether another device of
 * the same person has the voice [C39, C41, C42]. The room decides all of it; what is wished while the line is away is said
 * after the next `welcome`. Pure.
 */

import type { ClientMessageOf } from '../protocol/client-message.ts'
import { maySpeakAs } from '../protocol/roles.ts'
import type { MemberChange, MemberView, RoomMessageOf } from '../protocol/room-message.ts'
import { type SessionEffect, type Standing, say, tell } from './session-messages.ts'

type Hand = Omit<ClientMessageOf<'hand'>, 'type'>

const TAKE_VOICE = { type: 'state', aside: false } as const

export class SessionStanding {
  /** This client's number; 0 before the first `welcome`. */
  #self = 0
  #now: Standing = { role: 'speaker', silenced: false, handRaisedAtMs: null, aside: false }
  /** Wished since the line was lost. */
  #wishesVoice = false
  #wishedHand: boolean | undefined

  get isAside(): boolean {
    return this.#now.aside
  }

  /** By its role, and by which device has the voice: whoever is muted besides is another matter. */
  get maySpeak(): boolean {
    return !this.#now.aside && maySpeakAs(this.#now.role)
  }

  /** Says what was wished meanwhile. The page learns how it stands from the `welcome` itself. */
  welcomed(self: MemberView): SessionEffect[] {
    const { member, role, silenced, handRaisedAtMs, aside } = self
    this.#self = member
    this.#now = { role, silenced, handRaisedAtMs, aside }
    const voice = this.#wishesVoice && aside ? this.takeVoice(true) : []
    const hand = this.#wishedHand === undefined ? [] : this.hand({ raised: this.#wishedHand }, true)
    this.#wishesVoice = false
    this.#wishedHand = undefined
    return [...voice, ...hand]
  }

  changed({ members }: RoomMessageOf<'state'>): SessionEffect[] {
    const change = members.find(({ member }) => member === this.#self)
    return change === undefined ? [] : this.#change(standingIn(change))
  }

  /** This device takes the voice; it need not wait for the room, which hears of it before what is said next. */
  takeVoice(isIn: boolean): SessionEffect[] {
    this.#wishesVoice = !isIn
    return [...(isIn ? [say(TAKE_VOICE)] : []), ...this.#change({ aside: false })]
  }

  /** Another's hand, whom nobody may have seen go, is not worth a wish. */
  hand({ raised, member }: Hand, isIn: boolean): SessionEffect[] {
    if (isIn) return [say({ type: 'hand', raised, ...(member === undefined ? {} : { member }) })]
    if (member === undefined) this.#wishedHand = raised
    return []
  }

  #change(standing: Partial<Standing>): SessionEffect[] {
    if (Object.keys(standing).length === 0) return []
    this.#now = { ...this.#now, ...standing }
    return [tell({ type: 'standing', standing })]
  }
}

/** Of what has changed of a member, what the room decides. */
const standingIn = ({ role, silenced, handRaisedAtMs, aside }: MemberChange): Partial<Standing> => ({
  ...(role === undefined ? {} : { role }),
  ...(silenced === undefined ? {} : { silenced }),
  ...(handRaisedAtMs === undefined ? {} : { handRaisedAtMs }),
  ...(aside === undefined ? {} : { aside }),
})
