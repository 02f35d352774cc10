/**
 * What members ask of one another through the room: text for the log, signals, a moderator's acts. Pure.
 */

import type { ClientMessageOf } from '../protocol/client-message.ts'
import type { Person } from '../protocol/fields.ts'
import type { ErrorCode } from '../protocol/room-message.ts'
import type { Effect } from './effect.ts'
import type { Member, Profile } from './member.ts'
import type { Roster } from './roster.ts'

type Request = ClientMessageOf<'say'> | ClientMessageOf<'signal'> | ClientMessageOf<'moderate'>

export class Conversation<Connection> {
  readonly #roster: Roster<Connection>

  constructor(roster: Roster<Connection>) {
    this.#roster = roster
  }

  received(connection: Connection, from: Member<Connection>, message: Request): Effect<Connection>[] {
    switch (message.type) {
      case 'say': {
        const { id, text } = message
        return [{ do: 'append', connection, request: { kind: 'text', id, by: personOf(from.profile), text } }]
      }
      case 'signal':
        return [this.#signal(connection, from, message)]
      case 'moderate':
        return [this.#moderate(connection, from, message)]
      default:
        return message satisfies never
    }
  }

  /** An `error` to one member; `id` names what failed. */
  refusal(connection: Connection, code: ErrorCode, message: string, id?: string): Effect<Connection> {
    const about = id === undefined ? {} : { id }
    return { do: 'send', to: [connection], message: { type: 'error', code, message, ...about } }
  }

  noSuchMember(connection: Connection, id: string | undefined): Effect<Connection> {
    return this.refusal(connection, 'no-such-member', 'Nobody here has that number.', id)
  }

  #signal(connection: Connection, from: Member<Connection>, message: ClientMessageOf<'signal'>): Effect<Connection> {
    const target = this.#roster.numbered(message.to)
    if (target === undefined) return this.noSuchMember(connection, message.id)
    if (target.presence.at !== 'here') {
      const sentence = 'That member is reconnecting. Try again when they are back.'
      return this.refusal(connection, 'not-reachable', sentence, message.id)
    }
    const signal = { type: 'signal', from: from.profile.member, data: message.data } as const
    return { do: 'send', to: [target.presence.line.connection], message: signal }
  }

  #moderate(
    connection: Connection,
    from: Member<Connection>,
    message: ClientMessageOf<'moderate'>,
  ): Effect<Connection> {
    const { id } = message
    if (!from.profile.grants.includes('moderate')) {
      return this.refusal(connection, 'not-allowed', 'Only the owner of the room can do that.', id)
    }
    const head = { kind: 'moderation', id, by: personOf(from.profile) } as const
    if (!('member' in message)) {
      return { do: 'append', connection, request: { ...head, action: message.action, target: null } }
    }
    const target = this.#roster.numbered(message.member)
    // Whoever is removed is gone when the request for it is sent again: the log knows whether it was done.
    if (target === undefined) return { do: 'recall', connection, person: from.profile.person, id }
    if (this.#roster.ofPerson(target.profile.person).some(({ profile }) => profile.role === 'owner')) {
      return this.refusal(connection, 'not-allowed', 'The owner of a room cannot be muted or removed.', id)
    }
    const request = { ...head, action: message.action, target: personOf(target.profile) }
    return { do: 'append', connection, request }
  }
}

const personOf = ({ person, name }: Profile): Person => ({ person, name })
