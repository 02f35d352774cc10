/**
 * What members ask of the room and of one another: text for the log, signals, a moderator's acts, who is here. Pure.
 */

import type { ClientMessageOf } from '../protocol/client-message.ts'
import type { Effect } from './effect.ts'
import { type HeldSignal, HeldSignals } from './held-signals.ts'
import { MAX_ON_PAGE, pageOf } from './lists.ts'
import { type Member, personOf, viewOf } from './member.ts'
import { moderation } from './moderation.ts'
import { noSuchMember, refusal } from './refusal.ts'
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
        const { id, text, replyTo } = message
        const reply = replyTo === undefined ? {} : { replyTo }
        return [{ do: 'append', connection, request: { kind: 'text', id, by: personOf(from), text, ...reply } }]
      }
      case 'signal':
        return this.#signal(connection, from, message, nowMs)
      case 'moderate':
        return [moderation(connection, from, message, this.#roster)]
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

  #signal(
    connection: Connection,
    { profile }: Member<Connection>,
    { id, to, data }: ClientMessageOf<'signal'>,
    nowMs: number,
  ): Effect<Connection>[] {
    const target = this.#roster.numbered(to)
    if (target === undefined) return [noSuchMember(connection, id)]
    const { presence } = target
    if (presence.at === 'here') return [signalTo(presence.line.connection, profile.member, data)]
    const signal = { from: profile.member, to, id, data, untilMs: Math.max(nowMs, presence.untilMs) }
    return this.#held.hold(signal) ? [] : this.#undeliverable(signal)
  }

  #undeliverable({ from, id }: HeldSignal): Effect<Connection>[] {
    const sender = this.#roster.numbered(from)
    if (sender?.presence.at !== 'here') return []
    const sentence = 'That member is reconnecting and did not come back in time. Try again when they are here.'
    return [refusal(sender.presence.line.connection, 'not-reachable', sentence, id)]
  }

  #page(connection: Connection, after: number): Effect<Connection> {
    const behind = this.#roster.behind(after)
    const members = pageOf(behind.slice(0, MAX_ON_PAGE).map(viewOf))
    const next = members.length < behind.length ? (members.at(-1)?.member ?? null) : null
    return { do: 'send', to: [connection], message: { type: 'roster', members, next } }
  }
}

const signalTo = <Connection>(connection: Connection, from: number, data: string): Effect<Connection> => {
  return { do: 'send', to: [connection], message: { type: 'signal', from, data } }
}
