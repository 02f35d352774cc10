/**
 * The live half of a room: who is here, who may speak, what is passed on. Events go in, effects come out;
 * audio goes straight to the fan-out. Pure: `Connection` is an opaque handle, `nowMs` an argument.
 *
 * Next: src/relay/fan-out.ts
 */

import type { Admission, Refusal } from '../archive/admission.ts'
import type { Appended } from '../archive/log.ts'
import { stampMessage } from '../protocol/audio-message.ts'
import { type ClientMessage, readClientMessage } from '../protocol/client-message.ts'
import type { CloseName } from '../protocol/close-codes.ts'
import { MAX_CONTROL_BYTES, utf8Bytes } from '../protocol/control-size.ts'
import { DEAD_AFTER_MS } from '../protocol/handshake.ts'
import type { Entry, RoomMessageOf } from '../protocol/room-message.ts'
import { FanOut } from '../relay/fan-out.ts'
import { isStuck, keepsUp } from '../relay/listener-bounds.ts'
import type { Arrival } from './arrival.ts'
import { Conversation } from './conversation.ts'
import { admission, Door } from './door.ts'
import { type Effect, NOTHING, tell } from './effect.ts'
import { farewell } from './farewell.ts'
import { MAX_MEMBERS, SWEEP_EVERY_MS } from './limits.ts'
import { entryMessages } from './lists.ts'
import { LogFeed } from './log-feed.ts'
import { type Attachment, type Line, lineOf, type Member, maySpeak } from './member.ts'
import { Membership } from './membership.ts'

/** What the room needs from its edge within a call; everything else it asks for by effects. */
export interface Edge<Connection> {
  sendAudio(connection: Connection, bytes: Uint8Array): void
  /** What this socket was sent and has not passed on yet. */
  bufferedBytes(connection: Connection): number
  /** When this socket last answered a ping; undefined before the first. */
  lastPongAtMs(connection: Connection): number | undefined
}

const CLOSE_FOR: Record<Refusal, CloseName> = {
  'unknown-room': 'unknownRoom',
  removed: 'removed',
  locked: 'locked',
  'session-of-another': 'forbidden',
  'numbers-exhausted': 'roomFull',
}

export class LiveRoom<Connection> {
  readonly #edge: Edge<Connection>
  readonly #fanOut: FanOut<Connection>
  readonly #membership: Membership<Connection>
  readonly #conversation: Conversation<Connection>
  readonly #door = new Door<Connection>()
  readonly #feed = new LogFeed()
  #sweptAtMs = 0

  constructor(edge: Edge<Connection>) {
    this.#edge = edge
    this.#fanOut = new FanOut((listener, bytes) => {
      if (keepsUp(edge.bufferedBytes(listener))) edge.sendAudio(listener, bytes)
    })
    this.#membership = new Membership(this.#fanOut)
    this.#conversation = new Conversation(this.#membership.roster)
  }

  /** A socket that was here before the object slept. */
  restore(connection: Connection, attachment: Attachment, nowMs: number): void {
    const line = lineOf(connection, attachment.openedAtMs, nowMs)
    if (attachment.as === 'member') this.#membership.restore(attachment.profile, line)
    else this.#door.arrive(line, attachment.arrival)
  }

  opened(connection: Connection, arrival: Arrival, nowMs: number): Effect<Connection>[] {
    const swept = this.#sweep(nowMs)
    if (this.#door.isCrowded) return [...swept, ...farewell(connection, 'unavailable')]
    this.#door.arrive(lineOf(connection, nowMs, nowMs), arrival)
    const attachment: Attachment = { as: 'visitor', arrival, openedAtMs: nowMs }
    return [...swept, { do: 'attach', connection, attachment }]
  }

  /** One text message. */
  controlReceived(connection: Connection, text: string, nowMs: number): readonly Effect<Connection>[] {
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
    if (member === undefined) return this.#shut(connection, 'malformed', nowMs, reading.sentence)
    return [this.#conversation.refusal(connection, 'invalid-message', reading.sentence, reading.id)]
  }

  /** One binary message. `bytes` is the room's to write into: the number is stamped in place and the same bytes go on [W15]. */
  audioReceived(connection: Connection, bytes: Uint8Array, nowMs: number): readonly Effect<Connection>[] {
    const member = this.#membership.roster.at(connection)
    const line = this.#lineAt(connection, member)
    if (line === undefined) return NOTHING
    if (member === undefined) return this.#shut(connection, 'malformed', nowMs, 'hello comes first')
    const packets = stampMessage(bytes, member.profile.member)
    if (packets === 'message-too-long') return this.#shut(connection, 'tooLarge', nowMs, packets)
    if (typeof packets === 'string') return this.#shut(connection, 'malformed', nowMs, packets)
    if (!line.audio.take(packets, nowMs)) return this.#shut(connection, 'tooFast', nowMs)
    if (maySpeak(member.profile)) this.#fanOut.forward(connection, bytes)
    return nowMs - this.#sweptAtMs >= SWEEP_EVERY_MS ? this.#sweep(nowMs) : NOTHING
  }

  /** The Archive's answer to an `admit` effect. */
  admitted(connection: Connection, answer: Admission, nowMs: number): Effect<Connection>[] {
    const guest = this.#door.guestAt(connection)
    if (guest === undefined) return []
    if (!answer.ok) return this.#shut(connection, CLOSE_FOR[answer.reason], nowMs)
    // An entry passed on while the Archive was answering would be missing from the replay: ask again [C14].
    if (answer.lastEntry < (this.#feed.last ?? 0)) return [admission(guest)]
    const { session, name, muted, deafened } = guest.hello
    const { roster } = this.#membership
    if (roster.size >= MAX_MEMBERS && roster.ofSession(session) === undefined) {
      return [...this.#shut(connection, 'roomFull', nowMs), { do: 'release', session }]
    }
    if (roster.size === 0) this.#feed.begin(answer.lastEntry)
    this.#door.leave(connection)
    const { number: member, silenced, resumed, room, lastEntry } = answer
    const profile = { ...guest.arrival, session, name, muted, deafened, member, silenced }
    const welcome = (self: RoomMessageOf<'welcome'>['self']): RoomMessageOf<'welcome'> => {
      return { type: 'welcome', self, resumed, room, others: roster.size - 1, lastEntry }
    }
    const replay = entryMessages(answer.entries).flatMap((message) => tell([connection], message))
    return [...this.#membership.enter(profile, guest.line, welcome), ...replay]
  }

  admissionFailed(connection: Connection, nowMs: number): Effect<Connection>[] {
    return this.#door.at(connection) === undefined ? [] : this.#shut(connection, 'unavailable', nowMs)
  }

  /** The Archive has stored what an `append` effect asked for. */
  appended(connection: Connection, id: string, { number, isNew }: Appended): Effect<Connection>[] {
    const missingAfter = isNew ? this.#feed.missing(number) : undefined
    const pull = missingAfter === undefined ? [] : [{ do: 'pull', after: missingAfter } as const]
    return [...tell([connection], { type: 'ack', id, number }), ...pull]
  }

  /** The Archive's answer to a `recall` effect: the number under which the request was done, if it was. */
  recalled(connection: Connection, id: string, number: number | undefined): Effect<Connection>[] {
    if (number === undefined) return [this.#conversation.noSuchMember(connection, id)]
    return tell([connection], { type: 'ack', id, number })
  }

  appendFailed(connection: Connection, id: string): Effect<Connection>[] {
    return [this.#conversation.refusal(connection, 'not-stored', 'This could not be stored. Try again.', id)]
  }

  /** Log entries from the Archive, in ascending order. */
  entriesReceived(entries: readonly Entry[], how: 'pushed' | 'pulled', nowMs: number): Effect<Connection>[] {
    const feeding = this.#feed.take(entries, how)
    if ('pullAfter' in feeding) return [{ do: 'pull', after: feeding.pullAfter }]
    const to = this.#membership.roster.connections()
    return [
      ...entryMessages(feeding.pass).flatMap((message) => tell(to, message)),
      ...feeding.pass.flatMap((entry) => this.#apply(entry, nowMs)),
    ]
  }

  /** The socket is gone, whoever closed it. */
  closed(connection: Connection, nowMs: number): Effect<Connection>[] {
    this.#door.leave(connection)
    const member = this.#membership.roster.at(connection)
    return member === undefined ? [] : this.#membership.lose(member, nowMs)
  }

  /** When `tick` wants to be called; undefined: never, and the object may sleep. */
  nextDeadlineMs(): number | undefined {
    return this.#membership.nextDeadlineMs()
  }

  tick(nowMs: number): Effect<Connection>[] {
    return this.#membership.tick(nowMs, (session) => this.#door.awaits(session))
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
        return [...this.#membership.depart(member, 'left'), ...farewell(connection, 'normal')]
      case 'state':
        return this.#membership.change(member, message)
      default:
        return this.#conversation.received(connection, member, message)
    }
  }

  /** What a log entry means for those who are here. */
  #apply(entry: Entry, nowMs: number): Effect<Connection>[] {
    if (entry.kind !== 'moderation') return []
    const person = entry.target?.person
    const targets = person === undefined ? [] : this.#membership.roster.ofPerson(person)
    switch (entry.action) {
      case 'lock':
      case 'unlock': {
        const room = { locked: entry.action === 'lock' }
        return tell(this.#membership.roster.connections(), { type: 'state', members: [], room })
      }
      case 'mute':
      case 'unmute':
        return targets.flatMap((member) => this.#membership.change(member, { silenced: entry.action === 'mute' }))
      case 'remove':
        return [...targets.flatMap((member) => this.#membership.expel(member)), ...this.#turnAway(person, nowMs)]
      default:
        return entry.action satisfies never
    }
  }

  /** Somebody removed while another device of theirs was at the door: the Archive may have let it in a moment before. */
  #turnAway(person: string | undefined, nowMs: number): Effect<Connection>[] {
    const devices = person === undefined ? [] : this.#door.ofPerson(person)
    return devices.flatMap((connection) => this.#shut(connection, 'removed', nowMs))
  }

  /** Closes a socket for what came over it, or did not; a member on it has 15 s to come back on another. */
  #shut(connection: Connection, name: CloseName, nowMs: number, detail?: string): Effect<Connection>[] {
    return [...farewell(connection, name, detail), ...this.closed(connection, nowMs)]
  }

  /** Finds sockets that are dead without having said so: no hello, or no pong for too long. */
  #sweep(nowMs: number): Effect<Connection>[] {
    this.#sweptAtMs = nowMs
    const dead = this.#membership.roster
      .all()
      .flatMap(({ presence }) => (presence.at === 'here' && this.#isDead(presence.line, nowMs) ? [presence.line] : []))
    const lost = [...this.#door.tooSilent(nowMs), ...dead.map(({ connection }) => connection)]
    return lost.flatMap((connection) => this.#shut(connection, 'timedOut', nowMs))
  }

  #isDead({ connection, openedAtMs }: Line<Connection>, nowMs: number): boolean {
    const silentMs = nowMs - (this.#edge.lastPongAtMs(connection) ?? openedAtMs)
    return silentMs > DEAD_AFTER_MS || isStuck(this.#edge.bufferedBytes(connection))
  }

  #lineAt(connection: Connection, member: Member<Connection> | undefined): Line<Connection> | undefined {
    if (member?.presence.at === 'here') return member.presence.line
    return this.#door.at(connection)?.line
  }
}
