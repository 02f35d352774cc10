/**
 * Who stands at the door: sockets that the Worker has let through and that are not members yet. Pure.
 */

import type { ClientMessageOf } from '../protocol/client-message.ts'
import { HELLO_WITHIN_MS } from '../protocol/handshake.ts'
import type { Arrival } from './arrival.ts'
import type { Effect } from './effect.ts'
import type { Line } from './member.ts'

export interface Visitor<Connection> {
  line: Line<Connection>
  arrival: Arrival
  /** Set while the Archive is asked. */
  hello: ClientMessageOf<'hello'> | undefined
}

/** A visitor who has said hello. */
export type Guest<Connection> = Visitor<Connection> & { hello: ClientMessageOf<'hello'> }

export class Door<Connection> {
  readonly #visitors = new Map<Connection, Visitor<Connection>>()
  readonly #perPerson = new Map<string, number>()

  get size(): number {
    return this.#visitors.size
  }

  arrive(line: Line<Connection>, arrival: Arrival): void {
    this.#visitors.set(line.connection, { line, arrival, hello: undefined })
    this.#perPerson.set(arrival.person, this.countOf(arrival.person) + 1)
  }

  at(connection: Connection): Visitor<Connection> | undefined {
    return this.#visitors.get(connection)
  }

  /** Whoever is here with this connection and has said hello. */
  guestAt(connection: Connection): Guest<Connection> | undefined {
    const visitor = this.#visitors.get(connection)
    return visitor !== undefined && isGuest(visitor) ? visitor : undefined
  }

  leave(connection: Connection): void {
    const person = this.#visitors.get(connection)?.arrival.person
    if (person === undefined) return
    this.#visitors.delete(connection)
    const left = this.countOf(person) - 1
    if (left === 0) this.#perPerson.delete(person)
    else this.#perPerson.set(person, left)
  }

  /** How many of the visitors are this person. */
  countOf(person: string): number {
    return this.#perPerson.get(person) ?? 0
  }

  everybody(): Connection[] {
    return [...this.#visitors.keys()]
  }

  /** Is this session about to come back? */
  awaits(session: string): boolean {
    return [...this.#visitors.values()].some(({ hello }) => hello?.session === session)
  }

  ofPerson(person: string): Connection[] {
    return this.#connections(({ arrival }) => arrival.person === person)
  }

  /** Those who have not said hello in time [C8]. */
  tooSilent(nowMs: number): Connection[] {
    return this.#connections(({ line, hello }) => hello === undefined && nowMs - line.openedAtMs > HELLO_WITHIN_MS)
  }

  #connections(are: (visitor: Visitor<Connection>) => boolean): Connection[] {
    return [...this.#visitors.values()].filter(are).map(({ line }) => line.connection)
  }
}

/** Asks the Archive to admit a guest. */
export function admission<Connection>({ line, arrival, hello }: Guest<Connection>): Effect<Connection> {
  const { person, role, invite, address } = arrival
  const { session, name, keep, after } = hello
  return {
    do: 'admit',
    connection: line.connection,
    request: { session, person, name: arrival.name ?? name, role, keep, invite, address, after },
  }
}

const isGuest = <Connection>(visitor: Visitor<Connection>): visitor is Guest<Connection> => visitor.hello !== undefined
