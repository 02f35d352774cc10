/** A session under a virtual clock, and everything that it does. */

import type { PostOutcome } from '../../src/client/post-outcome.ts'
import { Session } from '../../src/client/session.ts'
import type { Profile, SessionCommand, SessionEffect, SessionEvent } from '../../src/client/session-messages.ts'
import { bundle, unbundle } from '../../src/protocol/audio-message.ts'
import { PONG } from '../../src/protocol/handshake.ts'
import { type Packet, readPacket } from '../../src/protocol/packet.ts'
import type { MemberView, RoomMessage, RoomSettings } from '../../src/protocol/room-message.ts'
import { voicePacket } from './listener.ts'
import { view } from './room-words.ts'

export const ROOM = {
  id: 'RRRRRRRRRRRRRRRRRRRRRR',
  name: 'Standup',
  locked: false,
  maxSpeakers: 4,
  keepTalk: false,
  keepDays: null,
}
export const PROFILE: Profile = { name: 'Ada', muted: false, deafened: false, keep: false }

const ALONE = { resumed: true, others: 0, headcount: 1, lastEntry: 0 }

/** What the session does is sorted by kind. `random` is 1/2. */
export class SessionStage {
  nowMs = 0
  readonly session: Session
  /** Parsed, or a packet, or several that went in one message, or `ping`. */
  sent: unknown[] = []
  /** Binary messages that the playout was given. */
  played: Uint8Array[] = []
  told: SessionEvent[] = []
  done: SessionEffect[] = []
  /** Talk that was posted, request by request. */
  posts: Packet[][] = []
  /** The journal as it is now. */
  journal: Packet[] = []

  /** What the room says of itself. */
  settings: RoomSettings = ROOM
  /** What the socket still holds. */
  bufferedBytes = 0

  constructor(profile = PROFILE) {
    const bufferedBytes = () => this.bufferedBytes
    this.session = new Session({ session: 'SSSSSSSSSSSSSSSSSSSSSS', profile, random: () => 0.5, bufferedBytes }, 0)
    this.note(this.session.begin(0))
  }

  note(effects: SessionEffect[]): this {
    for (const effect of effects) {
      if (effect.do === 'send') this.sent.push(read(effect.data))
      else if (effect.do === 'play') this.played.push(new Uint8Array(effect.message))
      else if (effect.do === 'tell') this.told.push(effect.event)
      else if (effect.do === 'post') this.posts.push(effect.packets.map((bytes) => readPacket(bytes)))
      else if (effect.do === 'journal') this.#keepJournal(effect)
      else this.done.push(effect)
    }
    return this
  }

  forget(): this {
    this.sent = []
    this.played = []
    this.told = []
    this.done = []
    this.posts = []
    return this
  }

  command(command: SessionCommand): this {
    return this.note(this.session.commanded(command, this.nowMs))
  }

  room(...messages: RoomMessage[]): this {
    for (const message of messages) this.note(this.session.received(JSON.stringify(message), this.nowMs))
    return this
  }

  connect(resumed = false, others = 0, lastEntry = 0, headcount = others + 1): this {
    this.command({ type: 'token', token: 't' })
    this.note(this.session.opened())
    return this.welcome({}, { resumed, others, headcount, lastEntry })
  }

  /** The room's answer to the `hello`, with what it says of this client. */
  welcome(changes: Partial<MemberView>, counts = ALONE): this {
    const self = view(8, { ...PROFILE, ...changes })
    return this.room({ type: 'welcome', self, room: this.settings, ...counts })
  }

  /** The server has answered the post that is under way. */
  posted(outcome: PostOutcome, leastWaitMs = 0): this {
    return this.note(this.session.posted(outcome, this.nowMs, leastWaitMs))
  }

  drop(code = 1006): this {
    return this.note(this.session.closed(code, '', this.nowMs))
  }

  /** Lets time pass, deadline by deadline. */
  pass(ms: number): this {
    const untilMs = this.nowMs + ms
    for (
      let at = this.session.nextDeadlineMs();
      at !== undefined && at <= untilMs;
      at = this.session.nextDeadlineMs()
    ) {
      this.nowMs = Math.max(at, this.nowMs)
      this.note(this.session.tick(this.nowMs))
    }
    this.nowMs = untilMs
    return this
  }

  /** The capture worklet has a packet; answers whether anything was sent for it. */
  talk(slot: number, changes: Partial<Packet> = {}): boolean {
    const before = this.sent.length
    const packet = bundle([voicePacket(slot, { speaker: 0, ...changes })])
    this.note(this.session.captured(Uint8Array.from(packet), this.nowMs))
    return this.sent.length > before
  }

  /** A binary message of the room arrives. */
  hear(...packets: Packet[]): this {
    return this.note(this.session.heard(Uint8Array.from(bundle(packets)).buffer, this.nowMs))
  }

  pong(): this {
    return this.note(this.session.received(PONG, this.nowMs))
  }

  #keepJournal({ write, packets }: Extract<SessionEffect, { do: 'journal' }>): void {
    if (write === 'anew') this.journal = []
    for (const bytes of packets) this.journal.push(readPacket(bytes))
  }

  tolds(type: SessionEvent['type']): SessionEvent[] {
    return this.told.filter((event) => event.type === type)
  }
}

const read = (data: string | Uint8Array) =>
  typeof data !== 'string' ? readAudio(data) : data.startsWith('{') ? JSON.parse(data) : data

/** The packet of a message, or its packets when it has several. */
function readAudio(data: Uint8Array): Packet | Packet[] {
  const reading = unbundle(data)
  const packets = reading.ok ? reading.packets : []
  return packets.length === 1 && packets[0] !== undefined ? packets[0] : packets
}
