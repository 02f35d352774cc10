/**
 * What members ask of the room and of one another: text for the log, signals, a moderator's acts, who is here. Pure.
 */

import type { ClientMessageOf } from '../protocol/client-message.ts'
import type { Person } from '../protocol/fields.ts'
import { mayModerateAs } from '../protocol/roles.ts'
import type { ErrorCode } from '../protocol/room-message.ts'
import type { Effect } from './effect.ts'
import { type HeldSignal, HeldSignals } from './held-signals.ts'
import { MAX_ON_PAGE, pageOf } from './lists.ts'
import { type Member, type Profile, viewOf } from './member.ts'
import type { Roster } from './roster.ts'

type Request = ClientMessageOf<'say' | 'signal' | 'moderate' | 'roster'>

export class Conversation<Connection> {
  readonly #roster: Roster<Connection>
  readonly #held = new HeldSignals()

  constructor(roster: Roster<Connection>) {
    this.#roster = roster
  }

  received(connection: Connection, from: Member<Connection>, message: Request, nowMs: number): Effect<Connection>[] {
    switch (message.type) {
      case 'say': {
        const { id, text } = message
        return [{ do: 'append', connection, request: { kind: 'text', id, by: personOf(from.profile), text } }]
      }
      case 'signal':
        return this.#signal(connection, from, message, nowMs)
      case 'moderate':
        return [this.#moderate(connection, from, message)]
      case 'roster':
        return [this.#page(connection, message.after)]
      default:
        return message satisfies never
    }
  }

  /** A member is back: what waited for them follows their `welcome` [C11]. */
  returned(member: number, connection: Connection): Effect<Connection>[] {
    return this.#held.takeFor(member).map(({ from, data }) => signalTo(connection, from, data))
  }

  nextDeadlineMs(): number | undefined {
    return this.#held.nextDeadlineMs()
  }

  tick(nowMs: number): Effect<Connection>[] {
    return this.#held.takeExpired(nowMs).flatMap((signal) => this.#undeliverable(signal))
  }

  /** An `error` to one member; `id` names what failed. */
  refusal(connection: Connection, code: ErrorCode, message: string, id?: string): Effect<Connection> {
    const about = id === undefined ? {} : { id }
    return { do: 'send', to: [connection], message: { type: 'error', code, message, ...about } }
  }

  noSuchMember(connection: Connection, id: string | undefined): Effect<Connection> {
    return this.refusal(connection, 'no-such-member', 'Nobody here has that number.', id)
  }

  #signal(
    connection: Connection,
    { profile }: Member<Connection>,
    { id, to, data }: ClientMessageOf<'signal'>,
    nowMs: number,
  ): Effect<Connection>[] {
    const target = this.#roster.numbered(to)
    if (target === undefined) return [this.noSuchMember(connection, id)]
    const { presence } = target
    if (presence.at === 'here') return [signalTo(presence.line.connection, profile.member, data)]
    const signal = { from: profile.member, to, id, data, untilMs: Math.max(nowMs, presence.untilMs) }
    return this.#held.hold(signal) ? [] : this.#undeliverable(signal)
  }

  #undeliverable({ from, id }: HeldSignal): Effect<Connection>[] {
    const sender = this.#roster.numbered(from)
    if (sender?.presence.at !== 'here') return []
    const sentence = 'That member is reconnecting and did not come back in time. Try again when they are here.'
    return [this.refusal(sender.presence.line.connection, 'not-reachable', sentence, id)]
  }

  #page(connection: Connection, after: number): Effect<Connection> {
    const behind = this.#roster.behind(after)
    const members = pageOf(behind.slice(0, MAX_ON_PAGE).map(viewOf))
    const next = members.length < behind.length ? (members.at(-1)?.member ?? null) : null
    return { do: 'send', to: [connection], message: { type: 'roster', members, next } }
  }

  #moderate(
    connection: Connection,
    from: Member<Connection>,
    message: ClientMessageOf<'moderate'>,
  ): Effect<Connection> {
    const { id } = message
    if (!mayModerateAs(from.profile.role)) {
      return this.refusal(connection, 'not-allowed', 'Only the owner of the room can do that.', id)
    }
    const head = { kind: 'moderation', id, by: personOf(from.profile) } as const
    if ('person' in message) {
      const target = { person: message.person, name: message.person }
      return { do: 'append', connection, request: { ...head, action: message.action, target } }
    }
    if (!('member' in message)) {
      const act =
        message.action === 'keep' ? { action: message.action, days: message.days } : { action: message.action }
      return { do: 'append', connection, request: { ...head, ...act, target: null } }
    }
    const target = this.#roster.numbered(message.member)
    // Whoever is removed is gone when the request for it is sent again: the log knows whether it was done.
    if (target === undefined) return { do: 'recall', connection, person: from.profile.person, id }
    if (this.#roster.ofPerson(target.profile.person).some(({ profile }) => profile.role === 'owner')) {
      return this.refusal(connection, 'not-allowed', 'The owner of a room cannot be muted or removed.', id)
    }
    const done = { ...head, target: personOf(target.profile) }
    switch (message.action) {
      case 'role':
        return { do: 'append', connection, request: { ...done, action: 'role', role: message.role } }
      default:
        return { do: 'append', connection, request: { ...done, action: message.action } }
    }
  }
}

const signalTo = <Connection>(connection: Connection, from: number, data: string): Effect<Connection> => {
  return { do: 'send', to: [connection], message: { type: 'signal', from, data } }
}

const personOf = ({ person, name }: Profile): Person => ({ person, name })
