/**
 * Who is in the room: members by number, by session and by socket. Pure book-keeping; no message is made here.
 */

import type { Member, Presence, Profile } from './member.ts'

export class Roster<Connection> {
  readonly #byNumber = new Map<number, Member<Connection>>()
  readonly #bySession = new Map<string, Member<Connection>>()
  readonly #byConnection = new Map<Connection, Member<Connection>>()

  get size(): number {
    return this.#byNumber.size
  }

  all(): Member<Connection>[] {
    return [...this.#byNumber.values()]
  }

  numbered(number: number): Member<Connection> | undefined {
    return this.#byNumber.get(number)
  }

  ofSession(session: string): Member<Connection> | undefined {
    return this.#bySession.get(session)
  }

  ofPerson(person: string): Member<Connection>[] {
    return this.all().filter((member) => member.profile.person === person)
  }

  at(connection: Connection): Member<Connection> | undefined {
    return this.#byConnection.get(connection)
  }

  /** Sockets of the members that are here, but for `except`. */
  connections(except?: Connection): Connection[] {
    return [...this.#byConnection.keys()].filter((connection) => connection !== except)
  }

  add(profile: Profile, presence: Presence<Connection>): Member<Connection> {
    const member: Member<Connection> = { profile, presence }
    this.#byNumber.set(profile.member, member)
    this.#bySession.set(profile.session, member)
    if (presence.at === 'here') this.#byConnection.set(presence.line.connection, member)
    return member
  }

  /** The member has lost its socket. */
  detach(member: Member<Connection>, presence: Presence<Connection> & { at: 'reconnecting' }): void {
    this.#dropConnection(member)
    member.presence = presence
  }

  remove(member: Member<Connection>): void {
    this.#byNumber.delete(member.profile.member)
    this.#bySession.delete(member.profile.session)
    this.#dropConnection(member)
  }

  #dropConnection(member: Member<Connection>): void {
    if (member.presence.at === 'here') this.#byConnection.delete(member.presence.line.connection)
  }
}
