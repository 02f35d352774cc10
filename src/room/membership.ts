/**
 * How members come, change, drop out and go, and what the others are told of it. Pure.
 * The roster, and who listens, change here and nowhere else.
 */

import { RECONNECTING_MS } from '../protocol/handshake.ts'
import { MAX_NAMED } from '../protocol/limits.ts'
import type { MemberView, RoomMessage } from '../protocol/room-message.ts'
import { Announcements } from './announcements.ts'
import type { AudioPlane } from './audio-plane.ts'
import { type Effect, tell } from './effect.ts'
import { farewell } from './farewell.ts'
import type { Keeping } from './keeping.ts'
import { earliest, joinedMessages, type Leaving } from './lists.ts'
import { type Attachment, changeBetween, type Line, type Member, type Profile, viewOf, type Wishes } from './member.ts'
import { Roster } from './roster.ts'

/** What a newcomer hears first, given what they look like to the others and how many of those will be named. */
type Greeting = (self: MemberView, others: number) => RoomMessage

export class Membership<Connection> {
  readonly roster = new Roster<Connection>()
  readonly #audio: AudioPlane<Connection>
  readonly #keeping: Keeping<Connection>
  readonly #announcements = new Announcements()

  constructor(audio: AudioPlane<Connection>, keeping: Keeping<Connection>) {
    this.#audio = audio
    this.#keeping = keeping
  }

  /** A member whose socket outlived the object's sleep: nobody is told, nobody noticed. */
  restore(
    { profile, maxSpeakers, keepTalk }: Attachment & { as: 'member' },
    line: Line<Connection>,
    nowMs: number,
  ): void {
    this.#audio.floor.maxSpeakers = maxSpeakers
    this.#keeping.keepTalk = keepTalk
    this.#tune(this.roster.add(profile, { at: 'here', line }), nowMs)
    if (!profile.named) this.#announcements.forgetCount()
  }

  /**
   * Lets a member in, or back in on a new socket.
   * To the others a member whom the room still knows has changed, any other has joined.
   */
  enter(
    newcomer: Omit<Profile, 'named'>,
    line: Line<Connection>,
    greeting: Greeting,
    nowMs: number,
  ): Effect<Connection>[] {
    const known = this.roster.ofSession(newcomer.session)
    const before = known && viewOf(known)
    const named = known?.profile.named || newcomer.role === 'owner' || this.roster.named.size < MAX_NAMED
    const replaced = known === undefined ? [] : this.#takeOver(known, newcomer.keep, nowMs)
    const others = [...this.roster.named].map(viewOf)
    const member = this.roster.add({ ...newcomer, named }, { at: 'here', line })
    this.#tune(member, nowMs)
    const self = viewOf(member)
    this.#announcements.counted(this.roster.size)
    if (before === undefined || before.role !== self.role) {
      if (named) this.#announcements.joined(self.member)
    } else if (named) this.#tellChange(before, member)
    return [
      ...replaced,
      ...this.#attach(member),
      ...[greeting(self, others.length), ...joinedMessages(others)].flatMap((message) =>
        tell([line.connection], message),
      ),
    ]
  }

  change(member: Member<Connection>, wishes: Wishes, nowMs: number): Effect<Connection>[] {
    const before = viewOf(member)
    const { name, muted, deafened, silenced, keep } = { ...before, ...definedFieldsOf(wishes) }
    Object.assign(member.profile, { name, muted, deafened, silenced, keep })
    const consent = this.#followConsent(member, before.keep)
    this.#tune(member, nowMs)
    return [...consent, ...this.#attach(member), ...this.#tellChange(before, member)]
  }

  /** The member has spoken: they are audience no more [C32]. */
  name(member: Member<Connection>): Effect<Connection>[] {
    this.roster.name(member)
    this.#announcements.joined(member.profile.member)
    return this.#attach(member)
  }

  /** The socket is gone, the member may come back. */
  lose(member: Member<Connection>, nowMs: number): void {
    const before = viewOf(member)
    this.#hush(member)
    this.roster.detach(member, { at: 'reconnecting', untilMs: nowMs + RECONNECTING_MS })
    this.#audio.floor.silence(member, nowMs)
    this.#tellChange(before, member)
  }

  /** Gone for good, as far as the others are concerned. */
  depart(member: Member<Connection>, reason: Leaving['reason'], nowMs: number): Effect<Connection>[] {
    this.#hush(member)
    this.roster.remove(member)
    this.#audio.floor.silence(member, nowMs)
    const { member: number, keep, named } = member.profile
    if (named) this.#announcements.left({ member: number, reason })
    return [{ ...consentOf(member.profile, keep), do: 'release' }]
  }

  expel(member: Member<Connection>, nowMs: number): Effect<Connection>[] {
    const { presence } = member
    const departure = this.depart(member, 'removed', nowMs)
    return presence.at === 'here' ? [...departure, ...farewell(presence.line.connection, 'removed')] : departure
  }

  /** Tells everybody what is due to be told of who came, changed and went. */
  announce(nowMs: number): Effect<Connection>[] {
    const { roster } = this
    const promoted = this.#fillNames()
    this.#announcements.count(roster.named.size < roster.size ? roster.size : undefined)
    const describe = (number: number) => {
      const member = roster.numbered(number)
      return member && viewOf(member)
    }
    const messages = this.#announcements.take(roster.size, nowMs, describe)
    return [...promoted, ...messages.flatMap((message) => tell(this.#whoIsTold(message), message))]
  }

  /** The next moment at which somebody *reconnecting* counts as lost, or something is to be told; undefined: never. */
  nextDeadlineMs(): number | undefined {
    return earliest(this.roster.nextLossMs(), this.#announcements.nextDeadlineMs(this.roster.size))
  }

  /** Gives up those whose time is over, but for the sessions that are at the door again. */
  tick(nowMs: number, isReturning: (session: string) => boolean): Effect<Connection>[] {
    return [...this.roster.reconnecting].flatMap((member) => {
      const { profile, presence } = member
      if (presence.at !== 'reconnecting' || presence.untilMs > nowMs) return []
      if (!isReturning(profile.session)) return this.depart(member, 'lost', nowMs)
      this.roster.extend(member, nowMs + RECONNECTING_MS)
      return []
    })
  }

  /** The same session is back: its old socket, if there is one, is closed, and its old entry makes room for the new. */
  #takeOver(known: Member<Connection>, agrees: boolean, nowMs: number): Effect<Connection>[] {
    const { presence } = known
    this.#hush(known)
    this.roster.remove(known)
    this.#audio.floor.silence(known, nowMs)
    if (presence.at !== 'here') return []
    const { connection } = presence.line
    if (!agrees) this.#keeping.drop(connection)
    return [...this.#keeping.left(connection), ...farewell(connection, 'replaced')]
  }

  /** Everybody is told in time; of a change of the audience, only the member themselves, at once [C17, C32]. */
  #tellChange(before: MemberView, member: Member<Connection>): Effect<Connection>[] {
    const { profile, presence } = member
    const change = changeBetween(before, viewOf(member))
    if (change === undefined) return []
    if (!profile.named) {
      return presence.at === 'here' ? tell([presence.line.connection], { type: 'state', members: [change] }) : []
    }
    this.#announcements.changed(change)
    return []
  }

  /** Where there is a place among the named, the longest here of the audience gets it. */
  #fillNames(): Effect<Connection>[] {
    const effects: Effect<Connection>[] = []
    for (const member of this.roster.audience) {
      if (this.roster.named.size >= MAX_NAMED) break
      effects.push(...this.name(member))
    }
    return effects
  }

  /** Everybody; but a newcomer who comes alone need not be told of it. */
  #whoIsTold(message: RoomMessage): Connection[] {
    const only = message.type === 'joined' && message.members.length === 1 ? message.members[0] : undefined
    const newcomer = only && this.roster.numbered(only.member)
    return this.roster.connections(newcomer?.presence.at === 'here' ? newcomer.presence.line.connection : undefined)
  }

  /** Talk is kept from now on, or not any more. */
  keepTalk(keepTalk: boolean): Effect<Connection>[] {
    const turned = this.#keeping.keepTalk === keepTalk ? [] : this.roster.all()
    this.#keeping.keepTalk = keepTalk
    return [
      ...turned.flatMap((member) => (keepTalk ? this.#beginKeeping(member) : this.#endKeeping(member))),
      ...this.roster.all().flatMap((member) => this.#attach(member)),
    ]
  }

  #beginKeeping({ presence }: Member<Connection>): Effect<Connection>[] {
    if (presence.at === 'here') this.#keeping.begin(presence.line.connection)
    return []
  }

  /** What was said until now is kept, and ends here. */
  #endKeeping({ profile, presence }: Member<Connection>): Effect<Connection>[] {
    if (!profile.keep) return []
    const shipped = presence.at === 'here' ? this.#keeping.left(presence.line.connection) : []
    return [...shipped, consentOf(profile, false)]
  }

  /** Who agrees is kept from this moment on; who does not any more, not even in what waits. */
  #followConsent({ profile, presence }: Member<Connection>, agreed: boolean): Effect<Connection>[] {
    if (presence.at !== 'here' || profile.keep === agreed) return []
    if (profile.keep) this.#keeping.begin(presence.line.connection)
    else this.#keeping.drop(presence.line.connection)
    return [consentOf(profile, profile.keep)]
  }

  /** What the room needs of its settings goes with every socket, so that it outlives the object's sleep. */
  #attach({ profile, presence }: Member<Connection>): Effect<Connection>[] {
    if (presence.at !== 'here') return []
    const { connection, openedAtMs } = presence.line
    const { maxSpeakers } = this.#audio.floor
    const { keepTalk } = this.#keeping
    const attachment: Attachment = { as: 'member', profile, openedAtMs, maxSpeakers, keepTalk }
    return [{ do: 'attach', connection, attachment }]
  }

  /** Who is deafened is sent no audio, who is muted gives up their place. */
  #tune(member: Member<Connection>, nowMs: number): void {
    const { profile, presence } = member
    if (profile.muted || profile.silenced) this.#audio.floor.silence(member, nowMs)
    if (presence.at !== 'here') return
    if (profile.deafened) this.#audio.hearing.leave(presence.line.connection)
    else this.#audio.hearing.attend(member, presence.line, nowMs)
  }

  #hush(member: Member<Connection>): void {
    if (member.presence.at === 'here') this.#audio.hearing.leave(member.presence.line.connection)
  }
}

const consentOf = ({ session, person, name, member }: Profile, keep: boolean) =>
  ({ do: 'consent', session, person, name, member, keep }) as const

const definedFieldsOf = (wishes: Wishes) =>
  Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined))
