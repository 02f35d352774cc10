/**
 * Raised hands: who wants to speak, in the order in which they said so [C39]. Pure.
 */

import type { ClientMessageOf } from '../protocol/client-message.ts'
import { mayAct } from '../protocol/roles.ts'
import { type Effect, NOTHING } from './effect.ts'
import type { Member } from './member.ts'
import type { Membership } from './membership.ts'
import { highestRole } from './moderation.ts'
import { noSuchMember, refusal } from './refusal.ts'

export class Hands<Connection> {
  readonly #membership: Membership<Connection>

  constructor(membership: Membership<Connection>) {
    this.#membership = membership
  }

  /** A member raises or lowers their own hand, or lowers another's. */
  asked(
    connection: Connection,
    from: Member<Connection>,
    { raised, member: number = from.profile.member }: ClientMessageOf<'hand'>,
    nowMs: number,
  ): readonly Effect<Connection>[] {
    const { roster } = this.#membership
    const member = roster.numbered(number)
    if (member === undefined) return [noSuchMember(connection)]
    if (member === from) return this.#put(member, raised, nowMs)
    const target = highestRole(roster.ofPerson(member.profile.person))
    // Whom somebody may mute, they may ask to wait; nobody raises another's hand.
    if (!raised && mayAct(from.profile.role, { action: 'mute', target })) return this.#put(member, raised, nowMs)
    return [refusal(connection, 'not-allowed', 'Only owners and moderators lower the hands of others.')]
  }

  /** All devices of a person: raised on the one that has the voice, if any has, and lowered on each. */
  raise(person: string, raised: boolean, nowMs: number): Effect<Connection>[] {
    const devices = this.#membership.roster.ofPerson(person)
    const voices = devices.filter(({ profile }) => !profile.aside)
    return (raised && voices.length > 0 ? voices : devices).flatMap((member) => this.#put(member, raised, nowMs))
  }

  #put(member: Member<Connection>, raised: boolean, nowMs: number): readonly Effect<Connection>[] {
    const { handRaisedAtMs, named } = member.profile
    if (raised === (handRaisedAtMs !== null)) return NOTHING
    const changed = this.#membership.change(member, { handRaisedAtMs: raised ? nowMs : null }, nowMs)
    return named ? changed : [...changed, ...this.#membership.name(member)] // nobody could answer a hand without a name
  }
}
