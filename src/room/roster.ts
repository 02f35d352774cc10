/**
 * Who is in the room: members by number, by session, by person and by socket, and which of them are named to everybody.
 * Pure book-keeping; no message is made here.
 */

import type { Member, Presence, Profile } from './member.ts'

export class Roster<Connection> {
  readonly #byNumber = new Map<number, Member<Connection>>()
  readonly #bySession = new Map<string, Member<Connection>>()
  readonly #byPerson = new Map<string, Set<Member<Connection>>>()
  readonly #byConnection = new Map<Connection, Member<Connection>>()
  readonly #named = new Set<Member<Connection>>()
  readonly #audience = new Set<Member<Connection>>()
  readonly #reconnecting = new Set<Member<Connection>>()
  #nextLossMs: number | undefined
  #isNextLossStale = false

  get size(): number {
    return this.#byNumber.size
  }

  all(): Member<Connection>[] {
    return [...this.#byNumber.values()]
  }

  /** Members whom everybody is told of [C32]. */
  get named(): ReadonlySet<Member<Connection>> {
    return this.#named
  }

  /** The others, who only listen, the longest here first. */
  get audience(): ReadonlySet<Member<Connection>> {
    return this.#audience
  }

  /** Members without a socket, who may come back; usually none. */
  get reconnecting(): ReadonlySet<Member<Connection>> {
    return this.#reconnecting
  }

  numbered(number: number): Member<Connection> | undefined {
    return this.#byNumber.get(number)
  }

  /** Members with numbers above `number`, ascending. */
  behind(number: number): Member<Connection>[] {
    const behind = this.all().filter(({ profile }) => profile.member > number)
    return behind.sort((a, b) => a.profile.member - b.profile.member)
  }

  ofSession(session: string): Member<Connection> | undefined {
    return this.#bySession.get(session)
  }

  /** One person's devices, in the order in which they came. */
  ofPerson(person: string): Member<Connection>[] {
    return [...(this.#byPerson.get(person) ?? [])]
  }

  at(connection: Connection): Member<Connection> | undefined {
    return this.#byConnection.get(connection)
  }

  /** Sockets of the members that are here, but for `except`. */
  connections(except?: Connection): Connection[] {
    return [...this.#byConnection.keys()].filter((connection) => connection !== except)
  }

  /** When the first of those *reconnecting* counts as lost; undefined when nobody is. Asked after every packet. */
  nextLossMs(): number | undefined {
    if (this.#isNextLossStale) this.#nextLossMs = this.#findNextLossMs()
    this.#isNextLossStale = false
    return this.#nextLossMs
  }

  add(profile: Profile, presence: Presence<Connection>): Member<Connection> {
    const member: Member<Connection> = { profile, presence }
    this.#byNumber.set(profile.member, member)
    this.#bySession.set(profile.session, member)
    this.#byPerson.set(profile.person, (this.#byPerson.get(profile.person) ?? new Set()).add(member))
    this.#rankOf(profile).add(member)
    if (presence.at === 'here') this.#byConnection.set(presence.line.connection, member)
    return member
  }

  /** Somebody of the audience is named from now on. */
  name(member: Member<Connection>): void {
    this.#audience.delete(member)
    member.profile.named = true
    this.#named.add(member)
  }

  /** The member has lost its socket. */
  detach(member: Member<Connection>, presence: Presence<Connection> & { at: 'reconnecting' }): void {
    this.#dropConnection(member)
    this.#reconnecting.add(member)
    this.#isNextLossStale = true
    member.presence = presence
  }

  /** Somebody *reconnecting* gets more time. */
  extend({ presence }: Member<Connection>, untilMs: number): void {
    if (presence.at === 'reconnecting') presence.untilMs = untilMs
    this.#isNextLossStale = true
  }

  remove(member: Member<Connection>): void {
    this.#byNumber.delete(member.profile.member)
    this.#bySession.delete(member.profile.session)
    this.#dropFromPerson(member)
    this.#rankOf(member.profile).delete(member)
    if (this.#reconnecting.delete(member)) this.#isNextLossStale = true
    this.#dropConnection(member)
  }

  #findNextLossMs(): number | undefined {
    let nextMs: number | undefined
    for (const { presence } of this.#reconnecting) {
      if (presence.at === 'reconnecting') nextMs = Math.min(nextMs ?? presence.untilMs, presence.untilMs)
    }
    return nextMs
  }

  #rankOf({ named }: Profile): Set<Member<Connection>> {
    return named ? this.#named : this.#audience
  }

  #dropFromPerson(member: Member<Connection>): void {
    const { person } = member.profile
    const devices = this.#byPerson.get(person)
    devices?.delete(member)
    if (devices?.size === 0) this.#byPerson.delete(person)
  }

  #dropConnection(member: Member<Connection>): void {
    if (member.presence.at === 'here') this.#byConnection.delete(member.presence.line.connection)
  }
}
