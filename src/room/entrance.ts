/**
 * The way in: from an open socket over `hello` and the Archive's answer to a member, and whom the room turns away on it.
 * Joining and resuming take the same way. Pure.
 *
 * Next: src/room/membership.ts
 */

import type { Admission } from '../archive/admission.ts'
import type { ClientMessage } from '../protocol/client-message.ts'
import type { CloseName } from '../protocol/close-codes.ts'
import { MAX_DEVICES, VISITORS_PER_MEMBER, VISITORS_PER_PERSON } from '../protocol/limits.ts'
import type { Entry, MemberView, RoomMessageOf } from '../protocol/room-message.ts'
import type { Arrival } from './arrival.ts'
import { turnedAway } from './consequences.ts'
import { admission, Door, type Guest } from './door.ts'
import { type Effect, tell } from './effect.ts'
import { CLOSE_FOR, farewell } from './farewell.ts'
import { clipMessages, entryMessages } from './lists.ts'
import type { LogFeed } from './log-feed.ts'
import { type Attachment, type Line, lineOf, type Profile, withToken } from './member.ts'
import type { Membership } from './membership.ts'

type Admitted = Admission & { ok: true }

/** Why somebody is not let in although their token is good: a close, and what its reason says beside. */
interface Objection {
  name: CloseName
  detail?: string
}

export class Entrance<Connection> {
  readonly #membership: Membership<Connection>
  readonly #feed: LogFeed
  readonly #maxMembers: number
  readonly #door = new Door<Connection>()

  constructor(membership: Membership<Connection>, feed: LogFeed, maxMembers: number) {
    this.#membership = membership
    this.#feed = feed
    this.#maxMembers = maxMembers
  }

  /** A visitor whose socket was here before the object slept. */
  restore(line: Line<Connection>, arrival: Arrival): void {
    this.#door.arrive(line, arrival)
  }

  opened(connection: Connection, arrival: Arrival, nowMs: number): Effect<Connection>[] {
    const isCrowded = this.#door.size >= VISITORS_PER_MEMBER * this.#maxMembers
    if (isCrowded || this.#door.countOf(arrival.person) >= VISITORS_PER_PERSON) {
      return farewell(connection, 'unavailable')
    }
    this.#door.arrive(lineOf(connection, nowMs, nowMs), arrival)
    const attachment: Attachment = { as: 'visitor', arrival, openedAtMs: nowMs }
    return [{ do: 'attach', connection, attachment }]
  }

  lineAt(connection: Connection): Line<Connection> | undefined {
    return this.#door.at(connection)?.line
  }

  said(connection: Connection, message: ClientMessage): Effect<Connection>[] {
    const visitor = this.#door.at(connection)
    if (message.type !== 'hello' || visitor === undefined) return this.#refuse(connection, HELLO_FIRST)
    if (visitor.hello !== undefined) return this.#refuse(connection, HELLO_ONCE)
    visitor.hello = message
    const guest = { ...visitor, hello: message }
    const objection = this.#objectionTo(guest)
    return objection === undefined ? [admission(guest)] : this.#refuse(connection, objection)
  }

  /** The Archive's answer to an `admit` effect. */
  admitted(connection: Connection, answer: Admission, nowMs: number): Effect<Connection>[] {
    const guest = this.#door.guestAt(connection)
    if (guest === undefined) return []
    if (!answer.ok) return this.#refuse(connection, { name: CLOSE_FOR[answer.reason] })
    // An entry passed on while the Archive was answering would be missing from the replay: ask again [C14].
    if (answer.lastEntry < (this.#feed.last ?? 0)) return [admission(guest)]
    const objection = this.#objectionTo(guest) ?? this.#isFullFor(guest)
    if (objection === undefined) return this.#welcome(guest, answer, nowMs)
    return [...this.#refuse(connection, objection), ...this.#giveBack(guest, answer)]
  }

  admissionFailed(connection: Connection): Effect<Connection>[] {
    return this.#door.at(connection) === undefined ? [] : this.#refuse(connection, { name: 'unavailable' })
  }

  left(connection: Connection): void {
    this.#door.leave(connection)
  }

  /** Is this session about to come back? */
  awaits(session: string): boolean {
    return this.#door.awaits(session)
  }

  tooSilent(nowMs: number): Connection[] {
    return this.#door.tooSilent(nowMs)
  }

  /** Those whom an entry of the log keeps out: the Archive may have let them in a moment before. */
  turnAway(entry: Entry): Effect<Connection>[] {
    const turned = turnedAway(entry)
    if (turned === undefined) return []
    const { person, why } = turned
    const visitors = person === 'everybody' ? this.#door.everybody() : this.#door.ofPerson(person)
    return visitors.flatMap((connection) => this.#refuse(connection, { name: why }))
  }

  /** The room is no more. */
  vanish(): Effect<Connection>[] {
    return this.#door.everybody().flatMap((connection) => this.#refuse(connection, { name: 'gone' }))
  }

  #refuse(connection: Connection, { name, detail }: Objection): Effect<Connection>[] {
    this.#door.leave(connection)
    return farewell(connection, name, detail)
  }

  /** One token opens one session's connection at a time [C4], and one person has so many devices here [C41]. */
  #objectionTo({ arrival, hello }: Guest<Connection>): Objection | undefined {
    const devices = this.#membership.roster.ofPerson(arrival.person)
    const others = devices.filter(({ profile }) => profile.session !== hello.session)
    const isTokenInUse = others.some(
      ({ profile, presence }) => presence.at === 'here' && profile.tokens.includes(arrival.token),
    )
    if (isTokenInUse) return { name: 'unauthorized', detail: 'token in use' }
    return others.length === devices.length && others.length >= MAX_DEVICES ? { name: 'tooManyDevices' } : undefined
  }

  #isFullFor({ hello }: Guest<Connection>): Objection | undefined {
    const { roster } = this.#membership
    const isFull = roster.size >= this.#maxMembers && roster.ofSession(hello.session) === undefined
    return isFull ? { name: 'roomFull' } : undefined
  }

  /** A number that the Archive has given in vain, unless the same session is in, or about to be, on another socket. */
  #giveBack({ arrival, hello }: Guest<Connection>, { number }: Admitted): Effect<Connection>[] {
    const { session, name } = hello
    if (this.#membership.roster.ofSession(session) !== undefined || this.#door.awaits(session)) return []
    return [{ do: 'release', session, person: arrival.person, name, member: number, keep: false }]
  }

  #welcome(guest: Guest<Connection>, answer: Admitted, nowMs: number): Effect<Connection>[] {
    const { line, hello } = guest
    const { connection } = line
    const { roster } = this.#membership
    if (roster.size === 0) this.#feed.begin(answer.lastEntry)
    this.#door.leave(connection)
    line.openedAtMs = nowMs // how long the Archive took is not the client's silence
    const { resumed, room, lastEntry } = answer
    const welcome = (self: MemberView, others: number): RoomMessageOf<'welcome'> => {
      return { type: 'welcome', self, resumed, room, others, headcount: roster.size, lastEntry }
    }
    const profile = profileOf(guest, answer, roster.ofSession(hello.session)?.profile)
    this.#membership.follow(room)
    return [
      ...this.#membership.enter(profile, line, welcome, nowMs),
      ...entryMessages(answer.entries).flatMap((message) => tell([connection], message)),
      ...clipMessages({ talks: answer.talks }).flatMap((message) => tell([connection], message)),
    ]
  }
}

const HELLO_FIRST: Objection = { name: 'malformed', detail: 'hello comes first' }
const HELLO_ONCE: Objection = { name: 'malformed', detail: 'hello comes once' }

/** What a newcomer is; of a session that the room still knows, what it remembers of it counts [C39, C41]. */
function profileOf(
  { arrival, hello }: Guest<unknown>,
  { number, role, silenced }: Admitted,
  known: Profile | undefined,
): Omit<Profile, 'named'> {
  const { person, name: fixedName, invite, token } = arrival
  const { session, muted, deafened, keep } = hello
  return {
    ...{ session, person, role, muted, deafened, silenced, keep, fixedName, invite },
    member: number,
    name: fixedName ?? hello.name,
    aside: known?.aside ?? hello.aside,
    handRaisedAtMs: known?.handRaisedAtMs ?? null,
    tokens: withToken(known?.tokens ?? [], token),
    renewedAtMs: known?.renewedAtMs ?? null,
  }
}
