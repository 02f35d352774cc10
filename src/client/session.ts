/**
 * One stay of this client in one room, across all the sockets it takes: what is said on the line, what is understood of
 * what comes back, and what the page hears of it. Pure: src/client/network-worker.ts tells it what happens, with the
 * time, and carries out the effects.
 */

import { PONG } from '../protocol/handshake.ts'
import { type ReadEntry, type RoomMessage, type RoomMessageOf, readRoomMessage } from '../protocol/room-message.ts'
import type { Refusal } from './errors.ts'
import type { Purpose } from './history.ts'
import { Introduction } from './introduction.ts'
import { Leaving } from './leaving.ts'
import type { PostOutcome } from './post-outcome.ts'
import { SessionAudio } from './session-audio.ts'
import { SessionConnection } from './session-connection.ts'
import { SessionHistory } from './session-history.ts'
import { type Profile, type SessionCommand, type SessionEffect, say, tell } from './session-messages.ts'
import { SessionPeople } from './session-people.ts'
import { SessionRequests } from './session-requests.ts'
import { SessionStanding } from './session-standing.ts'
import type { Bytes } from './uplink.ts'

export interface SessionOptions {
  /** A random id. */
  session: string
  profile: Profile
  random: () => number
  /** What the socket has taken and not sent yet: its `bufferedAmount`. */
  bufferedBytes: () => number
}

export class Session {
  readonly #session: string
  readonly #introduction: Introduction
  readonly #connection: SessionConnection
  readonly #audio: SessionAudio
  readonly #people = new SessionPeople()
  readonly #history = new SessionHistory()
  readonly #requests = new SessionRequests()
  readonly #standing = new SessionStanding()
  readonly #leaving = new Leaving()

  constructor({ session, profile, random, bufferedBytes }: SessionOptions, nowMs: number) {
    this.#session = session
    this.#introduction = new Introduction(profile)
    this.#connection = new SessionConnection(random, nowMs, {
      lost: () => this.#lost(),
      measured: (rttMs, atMs) => this.#audio.measured(rttMs, atMs),
    })
    this.#audio = new SessionAudio(this.#connection.line, random, bufferedBytes, nowMs)
    this.#follow(nowMs)
  }

  begin(nowMs: number): SessionEffect[] {
    return this.#connection.begin(nowMs)
  }

  /** The socket is open. */
  opened(): SessionEffect[] {
    const { isAside: aside } = this.#standing
    const after = this.#history.last
    return [say({ type: 'hello', session: this.#session, ...this.#introduction.whole(), aside, after })]
  }

  closed(code: number, reason: string, nowMs: number): SessionEffect[] {
    if (this.#leaving.hasBegun) return this.#end()
    return this.#connection.closed(code, reason, nowMs)
  }

  received(text: string, nowMs: number): SessionEffect[] {
    this.#connection.line.arrived(nowMs)
    if (text === PONG) return this.#connection.pong(nowMs)
    const message = readRoomMessage(text)
    return message === undefined ? [] : this.#understand(message, nowMs)
  }

  /** A binary message has come. */
  heard(message: ArrayBuffer, nowMs: number): SessionEffect[] {
    return [...this.#audio.heard(message, nowMs), ...this.#connection.tick(nowMs)]
  }

  /** The capture worklet has a packet. */
  captured(packet: Bytes, nowMs: number): SessionEffect[] {
    return this.#leaving.hasBegun ? [] : this.#audio.captured(packet, nowMs)
  }

  /** Talk that was to be posted has been, or could not be; then it can wait for so long at least. */
  posted(outcome: PostOutcome, nowMs: number, leastWaitMs = 0): SessionEffect[] {
    return [...this.#audio.posted(outcome, nowMs, leastWaitMs), ...this.#leaveIfKept(nowMs)]
  }

  fetched(purpose: Purpose, entries: readonly ReadEntry[]): SessionEffect[] {
    return this.#history.fetched(purpose, entries)
  }

  fetchFailed(purpose: Purpose, refusal: Refusal, nowMs: number): SessionEffect[] {
    return this.#history.fetchFailed(purpose, refusal, nowMs)
  }

  commanded(command: SessionCommand, nowMs: number): SessionEffect[] {
    switch (command.type) {
      case 'token':
        return this.#connection.token(command.token, nowMs)
      case 'no-token':
        return this.#connection.noToken(command, nowMs)
      case 'profile':
        return this.#introduceAs(command.profile, nowMs)
      case 'request':
        return this.#requests.ask(command.request, this.#isIn)
      case 'signal':
        return this.#isIn ? [say(command)] : []
      case 'hand':
        return this.#standing.hand(command, this.#isIn)
      case 'talk-here':
        return [...this.#standing.takeVoice(this.#isIn), ...this.#follow(nowMs)]
      case 'older':
        return this.#history.older()
      case 'roster':
        return this.#people.ask(command.after, nowMs)
      case 'leave':
        return this.#leave(command.atOnce, nowMs)
    }
  }

  /** The device says that it is online again. */
  online(nowMs: number): SessionEffect[] {
    this.#audio.online()
    return this.#connection.online(nowMs)
  }

  /** When `tick` wants to be called. */
  nextDeadlineMs(): number | undefined {
    const parts = [this.#connection, this.#audio, this.#people, this.#history, this.#requests, this.#leaving]
    const deadlines = parts.flatMap((part) => part.nextDeadlineMs() ?? [])
    return deadlines.length === 0 ? undefined : Math.min(...deadlines)
  }

  tick(nowMs: number): SessionEffect[] {
    return [
      ...this.#audio.tick(nowMs),
      ...this.#connection.tick(nowMs),
      ...this.#people.tick(nowMs),
      ...this.#requests.tick(this.#isIn, nowMs),
      ...this.#history.tick(nowMs),
      ...this.#leaveIfKept(nowMs),
    ]
  }

  #understand(message: RoomMessage, nowMs: number): SessionEffect[] {
    switch (message.type) {
      case 'welcome':
        return this.#welcomed(message, nowMs)
      case 'joined':
        return this.#people.joined(message)
      case 'left':
        this.#audio.forget(message.members)
        return this.#people.left(message)
      case 'state':
        this.#audio.changed(message)
        return [...this.#people.changed(message), ...this.#standing.changed(message), ...this.#follow(nowMs)]
      case 'kept':
        return [...this.#audio.kept(message, nowMs), ...this.#leaveIfKept(nowMs)]
      case 'heard':
        return [tell({ type: 'clips-heard', heard: message.heard })]
      case 'entry':
        return this.#history.take(message.entries)
      case 'ack':
        return this.#requests.acknowledged(message)
      case 'unheard':
        this.#audio.unheardBy(message.by.length)
        return [tell(message)]
      case 'signal':
      case 'talk':
        return [tell(message)]
      case 'error':
        this.#connection.refused(message, nowMs)
        return this.#requests.refused(message, nowMs)
      case 'pace':
        return this.#audio.paced(message, nowMs)
      case 'roster':
        return this.#people.answered(message)
      case 'token':
        return this.#connection.renewed(message, nowMs)
      case 'bye':
        return [] // the close that follows says the same by its code
    }
  }

  #welcomed(welcome: RoomMessageOf<'welcome'>, nowMs: number): SessionEffect[] {
    const line = this.#connection.welcomed(nowMs)
    const wishes = this.#standing.welcomed(welcome.self)
    this.#audio.welcomed(welcome, nowMs)
    return [
      { do: 'introduce', self: welcome.self.member },
      ...this.#people.welcomed(welcome, !this.#introduction.isCalled(welcome.self.name), nowMs),
      ...this.#history.welcomed(welcome.lastEntry),
      ...this.#introduceAs(this.#introduction.profile, nowMs),
      ...wishes,
      ...this.#requests.again(),
      ...this.#people.askAgain(nowMs),
      ...line,
    ]
  }

  /** Tells the room what has changed. Before it hears of a mute, the talk that is open ends. */
  #introduceAs(profile: Profile, nowMs: number): SessionEffect[] {
    this.#introduction.profile = profile
    const followed = this.#follow(nowMs)
    const news = this.#isIn ? this.#introduction.news() : undefined
    return news === undefined ? followed : [...followed, say({ type: 'state', ...news })]
  }

  /** Brings the audio in step with the switches and with how this client stands. */
  #follow(nowMs: number): SessionEffect[] {
    return this.#audio.follow(this.#introduction.profile, this.#standing, nowMs)
  }

  /**
   * Ends the open talk, lets what was said be kept, and takes its leave. That is done when the room has closed the socket,
   * or at once when there is no room to tell.
   */
  #leave(atOnce: boolean, nowMs: number): SessionEffect[] {
    const talkEnd = this.#leaving.hasBegun ? [] : this.#audio.leaving(nowMs)
    this.#leaving.begin(atOnce, nowMs)
    return [...talkEnd, ...this.#leaveIfKept(nowMs)]
  }

  #leaveIfKept(nowMs: number): SessionEffect[] {
    const isIn = this.#isIn
    if (!this.#leaving.isDue(this.#audio.isKept || !isIn, nowMs)) return []
    const closed = this.#end()
    return isIn ? [say({ type: 'leave' })] : [{ do: 'drop-socket' }, ...closed]
  }

  #end(): SessionEffect[] {
    this.#leaving.end()
    this.#connection.line.end()
    return [...this.#audio.lost(), tell({ type: 'closed' })]
  }

  /** The line is gone. */
  #lost(): SessionEffect[] {
    this.#people.lost()
    return this.#audio.lost()
  }

  get #isIn(): boolean {
    return this.#connection.line.isIn
  }
}
