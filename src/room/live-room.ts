/**
 * The live half of a room: who is here, who may speak, what is passed on. Events go in, effects come out;
 * audio goes straight to the audio plane. Pure: `Connection` is an opaque handle, `nowMs` an argument.
 *
 * Next: src/room/audio-plane.ts
 */

import type { Admission } from '../archive/admission.ts'
import { stampMessage } from '../protocol/audio-message.ts'
import { type ClientMessage, readClientMessage } from '../protocol/client-message.ts'
import type { CloseName } from '../protocol/close-codes.ts'
import { MAX_CONTROL_BYTES, utf8Bytes } from '../protocol/control-size.ts'
import { MAX_MEMBERS, ROSTER_COSTS, SWEEP_EVERY_MS, VISITORS_PER_MEMBER } from '../protocol/limits.ts'
import type { Entry, MemberView, RoomMessageOf } from '../protocol/room-message.ts'
import { ArchiveAnswers } from './archive-answers.ts'
import type { Arrival } from './arrival.ts'
import { type AudioCounters, type AudioEdge, AudioPlane } from './audio-plane.ts'
import { consequences, removedPerson } from './consequences.ts'
import { Conversation } from './conversation.ts'
import { admission, Door } from './door.ts'
import { type Effect, NOTHING, tell } from './effect.ts'
import { CLOSE_FOR, farewell } from './farewell.ts'
import { Keeping } from './keeping.ts'
import { type ClipNews, clipMessages, earliest, entryMessages } from './lists.ts'
import { LogFeed } from './log-feed.ts'
import { type Attachment, type Line, lineOf, type Member, maySpeak } from './member.ts'
import { Membership } from './membership.ts'

/** What a room has done since it woke, for tests, benches and whoever watches. */
export interface RoomCounters extends AudioCounters {
  members: number
}

export class LiveRoom<Connection> {
  readonly #audio: AudioPlane<Connection>
  readonly #maxMembers: number
  readonly #membership: Membership<Connection>
  readonly #conversation: Conversation<Connection>
  /** What the Archive answers of talk goes here. */
  readonly keeping = new Keeping<Connection>()
  /** What it answers to members' requests goes here. */
  readonly answers: ArchiveAnswers<Connection>
  readonly #door = new Door<Connection>()
  readonly #feed = new LogFeed()
  #sweptAtMs = Number.NEGATIVE_INFINITY

  constructor(edge: AudioEdge<Connection>, maxMembers = MAX_MEMBERS) {
    this.#audio = new AudioPlane(edge)
    this.#maxMembers = maxMembers
    this.#membership = new Membership(this.#audio, this.keeping)
    this.#conversation = new Conversation(this.#membership.roster)
    this.answers = new ArchiveAnswers(this.#feed, this.#conversation)
  }

  get counters(): RoomCounters {
    return { members: this.#membership.roster.size, ...this.#audio.counters }
  }

  /** A socket that was here before the object slept. */
  restore(connection: Connection, attachment: Attachment, nowMs: number): void {
    const line = lineOf(connection, attachment.openedAtMs, nowMs)
    if (attachment.as === 'member') this.#membership.restore(attachment, line, nowMs)
    else this.#door.arrive(line, attachment.arrival)
  }

  opened(connection: Connection, arrival: Arrival, nowMs: number): Effect<Connection>[] {
    const swept = this.#sweepIfDue(nowMs)
    if (this.#door.size >= VISITORS_PER_MEMBER * this.#maxMembers)
      return [...swept, ...farewell(connection, 'unavailable')]
    this.#door.arrive(lineOf(connection, nowMs, nowMs), arrival)
    const attachment: Attachment = { as: 'visitor', arrival, openedAtMs: nowMs }
    return [...swept, { do: 'attach', connection, attachment }]
  }

  /** One text message. */
  controlReceived(connection: Connection, text: string, nowMs: number): readonly Effect<Connection>[] {
    this.#audio.arrived(nowMs)
    const swept = this.#sweepIfDue(nowMs)
    return [...swept, ...this.#understand(connection, text, nowMs)]
  }

  #understand(connection: Connection, text: string, nowMs: number): readonly Effect<Connection>[] {
    const member = this.#membership.roster.at(connection)
    const line = this.#lineAt(connection, member)
    if (line === undefined) return NOTHING // a socket already given up; what was under way still arrives
    if (!line.control.take(1, nowMs)) return this.#shut(connection, 'tooFast', nowMs)
    if (utf8Bytes(text) > MAX_CONTROL_BYTES) return this.#shut(connection, 'tooLarge', nowMs)
    const reading = readClientMessage(text)
    if (reading.ok) {
      return member === undefined
        ? this.#visitorSaid(connection, reading.message, nowMs)
        : this.#memberSaid(connection, member, reading.message, nowMs)
    }
    if (member !== undefined && reading.reason === 'unknown-type') return NOTHING
    if (reading.reason !== 'invalid') return this.#shut(connection, 'malformed', nowMs, reading.reason)
    const isHello = reading.type === 'hello'
    if (member === undefined || isHello) return this.#shut(connection, 'malformed', nowMs, reading.sentence)
    return [this.#conversation.refusal(connection, 'invalid-message', reading.sentence, reading.id)]
  }

  /** One binary message. `bytes` is the room's to write into: the number is stamped in place and the same bytes go on [W15]. */
  audioReceived(connection: Connection, bytes: Uint8Array, nowMs: number): readonly Effect<Connection>[] {
    this.#audio.arrived(nowMs)
    const member = this.#membership.roster.at(connection)
    const line = this.#lineAt(connection, member)
    if (line === undefined) return NOTHING
    if (member === undefined) return this.#shut(connection, 'malformed', nowMs, 'hello comes first')
    const packets = stampMessage(bytes, member.profile.member)
    if (packets === 'message-too-long') return this.#shut(connection, 'tooLarge', nowMs, packets)
    if (typeof packets === 'string') return this.#shut(connection, 'malformed', nowMs, packets)
    if (!line.audio.take(packets, nowMs)) return this.#shut(connection, 'tooFast', nowMs)
    const effects = maySpeak(member.profile) ? this.#heard(member, line, bytes, nowMs) : NOTHING
    const swept = this.#sweepIfDue(nowMs)
    return swept.length === 0 ? effects : [...effects, ...swept]
  }

  /** The Archive's answer to an `admit` effect. */
  admitted(connection: Connection, answer: Admission, nowMs: number): Effect<Connection>[] {
    const guest = this.#door.guestAt(connection)
    if (guest === undefined) return []
    if (!answer.ok) return this.#shut(connection, CLOSE_FOR[answer.reason], nowMs)
    // An entry passed on while the Archive was answering would be missing from the replay: ask again [C14].
    if (answer.lastEntry < (this.#feed.last ?? 0)) return [admission(guest)]
    const { session, name, muted, deafened, keep, aside } = guest.hello
    const { roster } = this.#membership
    if (roster.size >= this.#maxMembers && roster.ofSession(session) === undefined) {
      const { person } = guest.arrival
      const departure = { session, person, name, member: answer.number, keep: false }
      return [...this.#shut(connection, 'roomFull', nowMs), { do: 'release', ...departure }]
    }
    if (roster.size === 0) this.#feed.begin(answer.lastEntry)
    this.#door.leave(connection)
    guest.line.openedAtMs = nowMs // how long the Archive took is not the client's silence
    const { number: member, silenced, role, resumed, room, lastEntry } = answer
    const profile = {
      ...guest.arrival,
      session,
      role,
      name: guest.arrival.name ?? name,
      muted,
      deafened,
      keep,
      aside,
      handRaisedAtMs: null,
      member,
      silenced,
    }
    this.#audio.floor.maxSpeakers = room.maxSpeakers
    this.keeping.keepTalk = room.keepTalk
    const welcome = (self: MemberView, others: number): RoomMessageOf<'welcome'> => {
      return { type: 'welcome', self, resumed, room, others, headcount: roster.size, lastEntry }
    }
    return [
      ...this.#membership.enter(profile, guest.line, welcome, nowMs),
      ...entryMessages(answer.entries).flatMap((message) => tell([connection], message)),
      ...clipMessages({ talks: answer.talks }).flatMap((message) => tell([connection], message)),
      ...this.#conversation.returned(member, connection),
      ...this.#membership.announce(nowMs),
    ]
  }

  admissionFailed(connection: Connection, nowMs: number): Effect<Connection>[] {
    return this.#door.at(connection) === undefined ? [] : this.#shut(connection, 'unavailable', nowMs)
  }

  /** What the Archive has everybody know of talks and clips, beside the log. */
  told(news: ClipNews): Effect<Connection>[] {
    const to = this.#membership.roster.connections()
    return clipMessages(news).flatMap((message) => tell(to, message))
  }

  /** Log entries from the Archive, in ascending order. */
  entriesReceived(entries: readonly Entry[], how: 'pushed' | 'pulled', nowMs: number): Effect<Connection>[] {
    const feeding = this.#feed.take(entries, how)
    if ('pullAfter' in feeding) return [{ do: 'pull', after: feeding.pullAfter }]
    const to = this.#membership.roster.connections()
    return [
      ...entryMessages(feeding.pass).flatMap((message) => tell(to, message)),
      ...feeding.pass.flatMap((entry) => consequences(entry, this.#membership, nowMs)),
      ...feeding.pass.flatMap((entry) => this.#turnAway(entry, nowMs)),
      ...this.#membership.announce(nowMs),
    ]
  }

  /** The socket is gone, whoever closed it. */
  closed(connection: Connection, nowMs: number): Effect<Connection>[] {
    this.#door.leave(connection)
    const kept = this.keeping.left(connection)
    const member = this.#membership.roster.at(connection)
    if (member === undefined) return kept
    this.#membership.lose(member, nowMs)
    return [...kept, ...this.#membership.announce(nowMs)]
  }

  /** When `tick` wants to be called; undefined: never, and the object may sleep. */
  nextDeadlineMs(): number | undefined {
    const people = earliest(this.#membership.nextDeadlineMs(), this.#conversation.nextDeadlineMs())
    return earliest(earliest(this.#audio.nextDeadlineMs(), this.keeping.nextDeadlineMs()), people)
  }

  tick(nowMs: number): Effect<Connection>[] {
    const { roster } = this.#membership
    return [
      ...this.#audio.tick(() => roster.all(), nowMs),
      ...this.keeping.tick(nowMs),
      ...this.#membership.tick(nowMs, (session) => this.#door.awaits(session)),
      ...this.#conversation.tick(nowMs),
      ...this.#membership.announce(nowMs),
    ]
  }

  /** Audio that the room accepts. Whoever speaks is named to everybody [C32]. */
  #heard(
    member: Member<Connection>,
    line: Line<Connection>,
    bytes: Uint8Array,
    nowMs: number,
  ): readonly Effect<Connection>[] {
    const kept = this.keeping.spoke(line.connection, member.profile, bytes, nowMs)
    const passed = this.#audio.spoke(member, line, bytes, nowMs)
    const effects = kept.length === 0 ? passed : [...passed, ...kept]
    if (member.profile.named) return effects
    return [...effects, ...this.#membership.name(member), ...this.#membership.announce(nowMs)]
  }

  #visitorSaid(connection: Connection, message: ClientMessage, nowMs: number): Effect<Connection>[] {
    const visitor = this.#door.at(connection)
    if (message.type !== 'hello' || visitor === undefined) {
      return this.#shut(connection, 'malformed', nowMs, 'hello comes first')
    }
    if (visitor.hello !== undefined) return this.#shut(connection, 'malformed', nowMs, 'hello comes once')
    visitor.hello = message
    return [admission({ ...visitor, hello: message })]
  }

  #memberSaid(connection: Connection, member: Member<Connection>, message: ClientMessage, nowMs: number) {
    switch (message.type) {
      case 'hello':
        return this.#shut(connection, 'malformed', nowMs, 'hello comes once')
      case 'leave':
        return [
          ...this.keeping.left(connection),
          ...this.#membership.depart(member, 'left', nowMs),
          ...farewell(connection, 'normal'),
          ...this.#membership.announce(nowMs),
        ]
      case 'state':
        return [...this.#membership.change(member, message, nowMs), ...this.#membership.announce(nowMs)]
      case 'hand':
      case 'renew':
        return NOTHING
      case 'roster':
        if (member.presence.at === 'here' && !member.presence.line.control.take(ROSTER_COSTS - 1, nowMs)) {
          return this.#shut(connection, 'tooFast', nowMs)
        }
        return this.#conversation.received(connection, member, message, nowMs)
      case 'report': {
        const { hopeless, effects } = this.#audio.reported(member, connection, message.speakers, nowMs)
        return hopeless ? this.#shut(connection, 'timedOut', nowMs, 'audio does not arrive') : effects
      }
      default:
        return this.#conversation.received(connection, member, message, nowMs)
    }
  }

  /** Somebody removed while another device of theirs was at the door: the Archive may have let it in a moment before. */
  #turnAway(entry: Entry, nowMs: number): Effect<Connection>[] {
    const person = removedPerson(entry)
    const devices = person === undefined ? [] : this.#door.ofPerson(person)
    return devices.flatMap((connection) => this.#shut(connection, 'removed', nowMs))
  }

  /** Closes a socket for what came over it, or did not; a member on it has 15 s to come back on another. */
  #shut(connection: Connection, name: CloseName, nowMs: number, detail?: string): Effect<Connection>[] {
    return [...farewell(connection, name, detail), ...this.closed(connection, nowMs)]
  }

  #sweepIfDue(nowMs: number): readonly Effect<Connection>[] {
    return nowMs - this.#sweptAtMs < SWEEP_EVERY_MS ? NOTHING : this.#sweep(nowMs)
  }

  /** Finds sockets that are dead without having said so: no hello, or no pong for too long. */
  #sweep(nowMs: number): Effect<Connection>[] {
    this.#sweptAtMs = nowMs
    const dead = this.#membership.roster
      .all()
      .flatMap(({ presence }) =>
        presence.at === 'here' && this.#audio.hearing.reach(presence.line, nowMs) === 'dead' ? [presence.line] : [],
      )
    const lost = [...this.#door.tooSilent(nowMs), ...dead.map(({ connection }) => connection)]
    return lost.flatMap((connection) => this.#shut(connection, 'timedOut', nowMs))
  }

  #lineAt(connection: Connection, member: Member<Connection> | undefined): Line<Connection> | undefined {
    if (member?.presence.at === 'here') return member.presence.line
    return this.#door.at(connection)?.line
  }
}
