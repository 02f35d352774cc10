/**
 * Whose talk is kept: what the room's setting, a member's word, their role and their device make of it, told to the
 * Archive where it changes [K1, C41, C42]. Pure.
 */

import { maySpeakAs } from '../protocol/roles.ts'
import type { MemberView } from '../protocol/room-message.ts'
import type { Effect } from './effect.ts'
import type { Keeping } from './keeping.ts'
import { hasVoice, type Member, type Profile } from './member.ts'

export class KeptMembers<Connection> {
  readonly #keeping: Keeping<Connection>

  constructor(keeping: Keeping<Connection>) {
    this.#keeping = keeping
  }

  /** Talk is kept from now on, or not any more. */
  turn(keepTalk: boolean, members: readonly Member<Connection>[]): Effect<Connection>[] {
    if (this.#keeping.keepTalk === keepTalk) return []
    this.#keeping.keepTalk = keepTalk
    return members.flatMap((member) => (keepTalk ? this.#begin(member) : this.#end(member)))
  }

  /** A member is not what they were `before`. */
  follow(member: Member<Connection>, before: MemberView): Effect<Connection>[] {
    const { profile } = member
    if (profile.keep !== before.keep) return this.#followConsent(member)
    if (!this.#keeping.keepTalk || hasVoice(profile) === hasVoice(before)) return []
    if (hasVoice(profile)) return this.#begin(member)
    // A tab that is gone: the one that took the voice from it hands in what it had not sent, and ends its talk [K4].
    const isLeftBehind = member.presence.at !== 'here' && maySpeakAs(profile.role)
    return isLeftBehind ? [] : this.#end(member)
  }

  /** Their connection is over: what came over it is still kept. */
  left({ presence }: Member<Connection>): Effect<Connection>[] {
    return presence.at === 'here' ? this.#keeping.left(presence.line.connection) : []
  }

  /** Nothing that waits of them is kept. */
  drop({ presence }: Member<Connection>): void {
    if (presence.at === 'here') this.#keeping.drop(presence.line.connection)
  }

  #begin({ presence }: Member<Connection>): Effect<Connection>[] {
    if (presence.at === 'here') this.#keeping.begin(presence.line.connection)
    return []
  }

  /** What was said until now is kept, and ends here. */
  #end(member: Member<Connection>): Effect<Connection>[] {
    const { profile } = member
    return profile.keep ? [...this.left(member), { do: 'consent', ...consentOf(profile, false) }] : []
  }

  /** Who agrees is kept from this moment on; who does not any more, not even in what waits. */
  #followConsent(member: Member<Connection>): Effect<Connection>[] {
    const { profile, presence } = member
    if (presence.at !== 'here') return []
    if (profile.keep) this.#begin(member)
    else this.drop(member)
    return [{ do: 'consent', ...consentOf(profile, profile.keep) }]
  }
}

export const consentOf = ({ session, person, name, member }: Profile, keep: boolean) =>
  ({ session, person, name, member, keep }) as const
