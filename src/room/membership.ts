/**
 * How members come, change, drop out and go, and what the others are told of it. Pure.
 * The roster, and who listens, change here and nowhere else.
 */

import { RECONNECTING_MS } from '../protocol/handshake.ts'
import { MAX_NAMED } from '../protocol/limits.ts'
import type { MemberView, RoomMessage, RoomSettings } from '../protocol/room-message.ts'
import { Announcements } from './announcements.ts'
import type { AudioPlane } from './audio-plane.ts'
import { type Effect, tell } from './effect.ts'
import { farewell } from './farewell.ts'
import type { Keeping } from './keeping.ts'
import { consentOf, KeptMembers } from './kept-members.ts'
import { earliest, joinedMessages, type Leaving } from './lists.ts'
import {
  type Attachment,
  changeBetween,
  type Line,
  type Member,
  maySpeak,
  type Profile,
  viewOf,
  type Wishes,
} from './member.ts'
import { Roster } from './roster.ts'

/** What a newcomer hears first, given what they look like to the others and how many of those will be named. */
type Greeting = (self: MemberView, others: number) => RoomMessage

export class Membership<Connection> {
  readonly roster = new Roster<Connection>()
  readonly #audio: AudioPlane<Connection>
  readonly #keeping: Keeping<Connection>
  readonly #kept: KeptMembers<Connection>
  readonly #announcements = new Announcements()

  constructor(audio: AudioPlane<Connection>, keeping: Keeping<Connection>) {
    this.#audio = audio
    this.#keeping = keeping
    this.#kept = new KeptMembers(keeping)
  }

  /** A member whose socket outlived the object's sleep: nobody is told, nobody noticed. */
  restore(attachment: Attachment & { as: 'member' }, line: Line<Connection>, nowMs: number): void {
    const { profile } = attachment
    this.follow(attachment)
    this.#tune(this.roster.add(profile, { at: 'here', line }), nowMs)
    if (!profile.named) this.#announcements.forgetCount()
  }

  /** The room's settings, as far as they matter to who is here. */
  follow({ maxSpeakers, keepTalk }: Pick<RoomSettings, 'maxSpeakers' | 'keepTalk'>): void {
    this.#audio.floor.maxSpeakers = maxSpeakers
    this.#keeping.keepTalk = keepTalk
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
    const putAside = newcomer.aside ? [] : this.#putOthersAside(newcomer, nowMs)
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
      ...putAside,
      ...this.attach(member),
      ...[greeting(self, others.length), ...joinedMessages(others)].flatMap((message) =>
        tell([line.connection], message),
      ),
    ]
  }

  change(member: Member<Connection>, wishes: Wishes, nowMs: number): Effect<Connection>[] {
    const before = viewOf(member)
    Object.assign(member.profile, definedFieldsOf(wishes))
    const kept = this.#kept.follow(member, before)
    this.#tune(member, nowMs)
    const others = wishes.aside === false ? this.#putOthersAside(member.profile, nowMs) : []
    return [...kept, ...this.attach(member), ...this.#tellChange(before, member), ...others]
  }

  /** A person is heard and hears on one device at a time [C41]. */
  #putOthersAside({ person, session }: Pick<Profile, 'person' | 'session'>, nowMs: number): Effect<Connection>[] {
    const others = this.roster.ofPerson(person).filter(({ profile }) => profile.session !== session && !profile.aside)
    return others.flatMap((other) => this.change(other, { aside: true }, nowMs))
  }

  /** The member has spoken, or wants to: they are audience no more [C32]. */
  name(member: Member<Connection>): Effect<Connection>[] {
    this.roster.name(member)
    this.#announcements.joined(member.profile.member)
    return this.attach(member)
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

  /** Out, wherever they are; `why` closes their connection, if they have one. */
  seeOff(
    member: Member<Connection>,
    why: 'normal' | 'removed' | 'ended' | 'gone',
    nowMs: number,
  ): Effect<Connection>[] {
    const { presence } = member
    const reason = why === 'normal' ? 'left' : 'removed'
    const gone = [...this.#kept.left(member), ...this.depart(member, reason, nowMs)]
    return presence.at === 'here' ? [...gone, ...farewell(presence.line.connection, why)] : gone
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
    if (!agrees) this.#kept.drop(known)
    return [...this.#kept.left(known), ...farewell(presence.line.connection, 'replaced')]
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
    const turned = this.#kept.turn(keepTalk, this.roster.all())
    return [...turned, ...this.roster.all().flatMap((member) => this.attach(member))]
  }

  /** What the room knows of a member and needs of its settings goes with their socket, so that it outlives the object's sleep. */
  attach({ profile, presence }: Member<Connection>): Effect<Connection>[] {
    if (presence.at !== 'here') return []
    const { connection, openedAtMs } = presence.line
    const { maxSpeakers } = this.#audio.floor
    const { keepTalk } = this.#keeping
    const attachment: Attachment = { as: 'member', profile, openedAtMs, maxSpeakers, keepTalk }
    return [{ do: 'attach', connection, attachment }]
  }

  /** Who is deafened or aside is sent no audio, who may not speak gives up their place. */
  #tune(member: Member<Connection>, nowMs: number): void {
    const { profile, presence } = member
    if (!maySpeak(profile)) this.#audio.floor.silence(member, nowMs)
    if (presence.at !== 'here') return
    if (profile.deafened || profile.aside) this.#audio.hearing.leave(presence.line.connection)
    else this.#audio.hearing.attend(member, presence.line, nowMs)
  }

  #hush(member: Member<Connection>): void {
    if (member.presence.at === 'here') this.#audio.hearing.leave(member.presence.line.connection)
  }
}

const definedFieldsOf = (wishes: Wishes) =>
  Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined))
