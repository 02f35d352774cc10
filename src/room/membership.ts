/**
 * How members come, change, drop out and go, and what the others are told of it. Pure.
 * The roster and the fan-out's audience change here and nowhere else.
 */

import { RECONNECTING_MS } from '../protocol/handshake.ts'
import type { MemberView, RoomMessage } from '../protocol/room-message.ts'
import type { FanOut } from '../relay/fan-out.ts'
import { type Effect, tell } from './effect.ts'
import { farewell } from './farewell.ts'
import { joinedMessages } from './lists.ts'
import { changeBetween, type Line, type Member, type Profile, viewOf, type Wishes } from './member.ts'
import { Roster } from './roster.ts'

export class Membership<Connection> {
  readonly roster = new Roster<Connection>()
  readonly #fanOut: FanOut<Connection>

  constructor(fanOut: FanOut<Connection>) {
    this.#fanOut = fanOut
  }

  /** A member whose socket outlived the object's sleep: nobody is told, nobody noticed. */
  restore(profile: Profile, line: Line<Connection>): void {
    this.#tune(this.roster.add(profile, { at: 'here', line }))
  }

  /**
   * Lets a member in, or back in on a new socket. `greeting` is what the newcomer hears first.
   * To the others a member whom the room still knows has changed, any other has joined.
   */
  enter(profile: Profile, line: Line<Connection>, greeting: (self: MemberView) => RoomMessage): Effect<Connection>[] {
    const known = this.roster.ofSession(profile.session)
    const before = known && viewOf(known)
    const replaced = known === undefined ? [] : this.#takeOver(known)
    const member = this.roster.add(profile, { at: 'here', line })
    this.#tune(member)
    const self = viewOf(member)
    const others = this.roster.all().filter((other) => other !== member)
    const roster = joinedMessages(others.map(viewOf))
    return [
      ...replaced,
      ...this.#attach(member),
      ...[greeting(self), ...roster].flatMap((message) => tell([line.connection], message)),
      ...(before === undefined || before.role !== self.role
        ? tell(this.roster.connections(line.connection), { type: 'joined', members: [self] })
        : this.#tellChange(before, member, line.connection)),
    ]
  }

  change(member: Member<Connection>, wishes: Wishes): Effect<Connection>[] {
    const before = viewOf(member)
    const { name, muted, deafened, silenced } = { ...before, ...definedFieldsOf(wishes) }
    Object.assign(member.profile, { name, muted, deafened, silenced })
    this.#tune(member)
    return [...this.#attach(member), ...this.#tellChange(before, member)]
  }

  /** The socket is gone, the member may come back. */
  lose(member: Member<Connection>, nowMs: number): Effect<Connection>[] {
    const before = viewOf(member)
    this.#mute(member)
    this.roster.detach(member, { at: 'reconnecting', untilMs: nowMs + RECONNECTING_MS })
    return this.#tellChange(before, member)
  }

  /** Gone for good, as far as the others are concerned. */
  depart(member: Member<Connection>, reason: 'left' | 'lost' | 'removed'): Effect<Connection>[] {
    this.#mute(member)
    this.roster.remove(member)
    const { session, member: number } = member.profile
    const left: RoomMessage = { type: 'left', members: [{ member: number, reason }] }
    return [...tell(this.roster.connections(), left), { do: 'release', session }]
  }

  expel(member: Member<Connection>): Effect<Connection>[] {
    const { presence } = member
    const departure = this.depart(member, 'removed')
    return presence.at === 'here' ? [...departure, ...farewell(presence.line.connection, 'removed')] : departure
  }

  /** The next moment at which somebody *reconnecting* counts as lost; undefined when nobody is. */
  nextDeadlineMs(): number | undefined {
    const deadlines = this.roster
      .all()
      .flatMap(({ presence }) => (presence.at === 'reconnecting' ? [presence.untilMs] : []))
    return deadlines.length === 0 ? undefined : Math.min(...deadlines)
  }

  /** Gives up those whose time is over, but for the sessions that are at the door again. */
  tick(nowMs: number, isReturning: (session: string) => boolean): Effect<Connection>[] {
    for (const member of this.roster.all()) {
      const { profile, presence } = member
      if (presence.at === 'reconnecting' && isReturning(profile.session)) presence.untilMs = nowMs + RECONNECTING_MS
    }
    return this.roster
      .all()
      .filter(({ presence }) => presence.at === 'reconnecting' && presence.untilMs <= nowMs)
      .flatMap((member) => this.depart(member, 'lost'))
  }

  /** The same session is back: its old socket, if there is one, is closed, and its old entry makes room for the new. */
  #takeOver(known: Member<Connection>): Effect<Connection>[] {
    const { presence } = known
    this.#mute(known)
    this.roster.remove(known)
    return presence.at === 'here' ? farewell(presence.line.connection, 'replaced') : []
  }

  #tellChange(before: MemberView, member: Member<Connection>, except?: Connection): Effect<Connection>[] {
    const change = changeBetween(before, viewOf(member))
    return change === undefined ? [] : tell(this.roster.connections(except), { type: 'state', members: [change] })
  }

  #attach({ profile, presence }: Member<Connection>): Effect<Connection>[] {
    if (presence.at !== 'here') return []
    const { connection, openedAtMs } = presence.line
    return [{ do: 'attach', connection, attachment: { as: 'member', profile, openedAtMs } }]
  }

  /** Who is deafened is sent no audio. */
  #tune(member: Member<Connection>): void {
    if (member.presence.at !== 'here') return
    if (member.profile.deafened) this.#fanOut.remove(member.presence.line.connection)
    else this.#fanOut.add(member.presence.line.connection)
  }

  #mute(member: Member<Connection>): void {
    if (member.presence.at === 'here') this.#fanOut.remove(member.presence.line.connection)
  }
}

const definedFieldsOf = (wishes: Wishes) =>
  Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined))
