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
import { utf8Bytes } from '../protocol/control-size.ts'
import { MAX_CONTROL_BYTES, MAX_MEMBERS, ROSTER_COSTS } from '../protocol/limits.ts'
import type { Entry } from '../protocol/room-message.ts'
import { ArchiveAnswers } from './archive-answers.ts'
import type { Arrival } from './arrival.ts'
import { type AudioCounters, type AudioEdge, AudioPlane } from './audio-plane.ts'
import { consequences, deleted } from './consequences.ts'
import { Conversation } from './conversation.ts'
import { type Effect, NOTHING, tell } from './effect.ts'
import { Entrance } from './entrance.ts'
import { farewell } from './farewell.ts'
import { Hands } from './hands.ts'
import { Keeping } from './keeping.ts'
import { type ClipNews, clipMessages, earliest, entryMessages } from './lists.ts'
import { LogFeed } from './log-feed.ts'
import { type Attachment, type Line, lineOf, type Member, maySpeak, wishesOf } from './member.ts'
import { Membership } from './membership.ts'
import { refusal } from './refusal.ts'
import { Renewals } from './renewals.ts'
import { Sweep } from './sweep.ts'

/** What a room has done since it woke, for tests, benches and whoever watches. */
export type RoomCounters = AudioCounters & { members: number }

export class LiveRoom<Connection> {
  readonly #audio: AudioPlane<Connection>
  readonly #membership: Membership<Connection>
  readonly #entrance: Entrance<Connection>
  readonly #conversation: Conversation<Connection>
  readonly #hands: Hands<Connection>
  readonly #sweep: Sweep<Connection>
  readonly #feed = new LogFeed()
  /** What the Archive answers of talk goes here. */
  readonly keeping = new Keeping<Connection>()
  /** What it answers to members' requests goes here. */
  readonly answers = new ArchiveAnswers<Connection>(this.#feed)
  /** Tokens that the edge has minted go here. */
  readonly renewals: Renewals<Connection>

  constructor(edge: AudioEdge<Connection>, maxMembers = MAX_MEMBERS) {
    this.#audio = new AudioPlane(edge)
    this.#membership = new Membership(this.#audio, this.keeping)
    this.#entrance = new Entrance(this.#membership, this.#feed, maxMembers)
    this.#conversation = new Conversation(this.#membership.roster)
    this.#hands = new Hands(this.#membership)
    this.#sweep = new Sweep(this.#membership.roster, this.#entrance, this.#audio)
    this.renewals = new Renewals(this.#membership)
  }

  get counters(): RoomCounters {
    return { members: this.#membership.roster.size, ...this.#audio.counters }
  }

  /** A socket that was here before the object slept. */
  restore(connection: Connection, attachment: Attachment, nowMs: number): void {
    const line = lineOf(connection, attachment.openedAtMs, nowMs)
    if (attachment.as === 'member') this.#membership.restore(attachment, line, nowMs)
    else this.#entrance.restore(line, attachment.arrival)
  }

  opened(connection: Connection, arrival: Arrival, nowMs: number): Effect<Connection>[] {
    return [...this.#sweepIfDue(nowMs), ...this.#entrance.opened(connection, arrival, nowMs)]
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
    const bytes = utf8Bytes(text)
    if (bytes > MAX_CONTROL_BYTES) return this.#shut(connection, 'tooLarge', nowMs)
    if (!line.controlBytes.take(bytes, nowMs)) return this.#shut(connection, 'tooFast', nowMs)
    const reading = readClientMessage(text)
    if (reading.ok) {
      return member === undefined
        ? this.#entrance.said(connection, reading.message)
        : this.#memberSaid(connection, member, reading.message, nowMs)
    }
    if (member !== undefined && reading.reason === 'unknown-type') return NOTHING
    if (reading.reason !== 'invalid') return this.#shut(connection, 'malformed', nowMs, reading.reason)
    const isHello = reading.type === 'hello'
    if (member === undefined || isHello) return this.#shut(connection, 'malformed', nowMs, reading.sentence)
    return [refusal(connection, 'invalid-message', reading.sentence, reading.id)]
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
    if (!line.audio.take(packets, nowMs) || !line.audioBytes.take(bytes.length, nowMs)) {
      return this.#shut(connection, 'tooFast', nowMs)
    }
    const effects = maySpeak(member.profile) ? this.#heard(member, line, bytes, nowMs) : NOTHING
    const swept = this.#sweepIfDue(nowMs)
    return swept.length === 0 ? effects : [...effects, ...swept]
  }

  /** The Archive's answer to an `admit` effect. */
  admitted(connection: Connection, answer: Admission, nowMs: number): Effect<Connection>[] {
    const effects = this.#entrance.admitted(connection, answer, nowMs)
    const member = this.#membership.roster.at(connection)
    if (member === undefined) return effects
    const held = this.#conversation.returned(member.profile.member, connection)
    return [...effects, ...held, ...this.#membership.announce(nowMs)]
  }

  admissionFailed(connection: Connection): Effect<Connection>[] {
    return this.#entrance.admissionFailed(connection)
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
      ...feeding.pass.flatMap((entry) => this.#entrance.turnAway(entry)),
      ...this.#membership.announce(nowMs),
    ]
  }

  /** Somebody raises a hand, or lowers it, from outside the room [C39]. */
  raised(person: string, raised: boolean, nowMs: number): Effect<Connection>[] {
    return [...this.#hands.raise(person, raised, nowMs), ...this.#membership.announce(nowMs)]
  }

  /** The room has been deleted. */
  destroyed(nowMs: number): Effect<Connection>[] {
    return [...deleted(this.#membership, nowMs), ...this.#entrance.vanish(), ...this.#membership.announce(nowMs)]
  }

  /** The socket is gone, whoever closed it. */
  closed(connection: Connection, nowMs: number): Effect<Connection>[] {
    this.#entrance.left(connection)
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
    return [
      ...this.#audio.tick(() => this.#membership.roster.all(), nowMs),
      ...this.keeping.tick(nowMs),
      ...this.#membership.tick(nowMs, (session) => this.#entrance.awaits(session)),
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

  #memberSaid(connection: Connection, member: Member<Connection>, message: ClientMessage, nowMs: number) {
    switch (message.type) {
      case 'hello':
        return this.#shut(connection, 'malformed', nowMs, 'hello comes once')
      case 'leave':
        return [...this.#membership.seeOff(member, 'normal', nowMs), ...this.#membership.announce(nowMs)]
      case 'state':
        return [
          ...this.#membership.change(member, wishesOf(member.profile, message), nowMs),
          ...this.#membership.announce(nowMs),
        ]
      case 'hand':
        return [...this.#hands.asked(connection, member, message, nowMs), ...this.#membership.announce(nowMs)]
      case 'renew':
        return this.renewals.asked(connection, member, nowMs)
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

  /** Closes a socket for what came over it, or did not; a member on it has 15 s to come back on another. */
  #shut(connection: Connection, name: CloseName, nowMs: number, detail?: string): Effect<Connection>[] {
    return [...farewell(connection, name, detail), ...this.closed(connection, nowMs)]
  }

  /** Closes sockets that are dead without having said so. */
  #sweepIfDue(nowMs: number): readonly Effect<Connection>[] {
    const lost = this.#sweep.lost(nowMs)
    return lost.length === 0 ? NOTHING : lost.flatMap((connection) => this.#shut(connection, 'timedOut', nowMs))
  }

  #lineAt(connection: Connection, member: Member<Connection> | undefined): Line<Connection> | undefined {
    if (member?.presence.at === 'here') return member.presence.line
    return this.#entrance.lineAt(connection)
  }
}
