/**
 * One stay of this client in one room, across all the sockets it takes: what is said on the line, what is understood of
 * what comes back, and what the page hears of it. Pure: src/client/network-worker.ts tells it what happens, with the
 * time, and carries out the effects.
 */

import { PING, PONG } from '../protocol/handshake.ts'
import { type RoomMessage, type RoomMessageOf, readRoomMessage } from '../protocol/room-message.ts'
import { ConnectionQuality } from './connection-quality.ts'
import type { EarshotErrorCode } from './errors.ts'
import { History, type Purpose } from './history.ts'
import { Line, type LineEffect } from './line.ts'
import { type Request, Requests } from './requests.ts'
import { SessionAudio } from './session-audio.ts'
import { type Profile, type SessionCommand, type SessionEffect, say, tell } from './session-messages.ts'
import { SessionPeople } from './session-people.ts'
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
  readonly #line: Line
  readonly #audio: SessionAudio
  readonly #people = new SessionPeople()
  readonly #history = new History()
  readonly #requests = new Requests()
  readonly #quality = new ConnectionQuality()
  #profile: Profile
  /** What the room has been told. */
  #told: Profile
  #isLeaving = false

  constructor({ session, profile, random, bufferedBytes }: SessionOptions, nowMs: number) {
    this.#session = session
    this.#profile = this.#told = profile
    this.#line = new Line(random, nowMs)
    this.#audio = new SessionAudio(this.#line, random, bufferedBytes)
    this.#audio.follow(profile, nowMs)
  }

  begin(nowMs: number): SessionEffect[] {
    return this.#carryOut(this.#line.begin(nowMs))
  }

  /** The socket is open. */
  opened(): SessionEffect[] {
    this.#told = this.#profile
    return [say({ type: 'hello', session: this.#session, ...this.#profile, after: this.#history.last })]
  }

  closed(code: number, reason: string, nowMs: number): SessionEffect[] {
    if (this.#isLeaving) return [tell({ type: 'closed' })]
    return this.#carryOut(this.#line.closed(code, reason, nowMs))
  }

  received(text: string, nowMs: number): SessionEffect[] {
    this.#line.arrived(nowMs)
    if (text === PONG) return this.#carryOut(this.#line.pong(nowMs))
    const message = readRoomMessage(text)
    return message === undefined ? [] : [...this.#understand(message, nowMs), ...this.#fetches()]
  }

  /** A binary message has come. */
  heard(message: ArrayBuffer, nowMs: number): SessionEffect[] {
    return [...this.#audio.heard(message, nowMs), ...this.#carryOut(this.#line.tick(nowMs))]
  }

  /** The capture worklet has a packet. */
  captured(packet: Bytes, nowMs: number): SessionEffect[] {
    return this.#audio.captured(packet, nowMs)
  }

  fetched(purpose: Purpose, entries: Parameters<History['fetched']>[1]): SessionEffect[] {
    return [...this.#history.fetched(purpose, entries).map(tell), ...this.#fetches()]
  }

  fetchFailed(purpose: Purpose, code: EarshotErrorCode, nowMs: number): SessionEffect[] {
    return this.#history.fetchFailed(purpose, code, nowMs).map(tell)
  }

  commanded(command: SessionCommand, nowMs: number): SessionEffect[] {
    switch (command.type) {
      case 'token':
        return this.#carryOut(this.#line.token(command.token, nowMs))
      case 'no-token':
        return this.#carryOut(this.#line.tokenFailed(command, nowMs))
      case 'profile':
        return this.#introduceAs(command.profile, nowMs)
      case 'request':
        return this.#ask(command.request)
      case 'signal':
        return this.#whenIn([say({ type: 'signal', to: command.to, data: command.data })])
      case 'older':
        return [{ do: 'fetch', page: this.#history.older() }]
      case 'roster':
        return this.#people.ask(command.after, nowMs)
      case 'leave':
        return this.#leave(nowMs)
    }
  }

  /** The device says that it is online again. */
  online(nowMs: number): SessionEffect[] {
    return this.#carryOut(this.#line.hurry(nowMs))
  }

  /** When `tick` wants to be called. */
  nextDeadlineMs(): number | undefined {
    const parts = [this.#line, this.#audio, this.#people, this.#history, this.#requests]
    const deadlines = parts.flatMap((part) => part.nextDeadlineMs() ?? [])
    return deadlines.length === 0 ? undefined : Math.min(...deadlines)
  }

  tick(nowMs: number): SessionEffect[] {
    this.#history.tick(nowMs)
    return [
      ...this.#audio.tick(nowMs),
      ...this.#carryOut(this.#line.tick(nowMs)),
      ...this.#people.tick(nowMs),
      ...this.#whenIn(this.#requests.due(nowMs).map(say)),
      ...this.#fetches(),
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
        return this.#people.changed(message)
      case 'entry':
        return this.#history.take(message.entries).map(tell)
      case 'ack':
        this.#requests.settle(message.id)
        return [tell({ type: 'done', id: message.id, number: message.number })]
      case 'signal':
      case 'unheard':
        return [tell(message)]
      case 'error':
        return this.#refused(message, nowMs)
      case 'pace':
        return this.#audio.paced(message, nowMs)
      case 'roster':
        return this.#people.answered(message)
      case 'bye':
        return [] // the close that follows says the same by its code
    }
  }

  #welcomed(welcome: RoomMessageOf<'welcome'>, nowMs: number): SessionEffect[] {
    const line = this.#line.welcomed(nowMs)
    return [
      { do: 'introduce', self: welcome.self.member },
      ...this.#people.welcomed(welcome, nowMs),
      ...this.#history.welcomed(welcome.lastEntry).map(tell),
      ...this.#introduceAs(this.#profile, nowMs),
      ...this.#requests.all().map(say),
      ...this.#people.askAgain(nowMs),
      ...this.#carryOut(line),
    ]
  }

  #refused({ id, code, message }: RoomMessageOf<'error'>, nowMs: number): SessionEffect[] {
    if (id === undefined || (code === 'not-stored' && this.#requests.retry(id, nowMs))) return []
    this.#requests.settle(id)
    return [tell({ type: 'refused', id, code, message })]
  }

  /** Tells the room what has changed. Before it hears of a mute, the talk that is open ends. */
  #introduceAs(profile: Profile, nowMs: number): SessionEffect[] {
    this.#profile = profile
    const talkEnd = this.#audio.follow(profile, nowMs)
    const changes = Object.entries(profile).filter(([key, value]) => this.#told[key as keyof Profile] !== value)
    if (!this.#line.isIn || changes.length === 0) return []
    this.#told = profile
    return [...talkEnd, say({ type: 'state', ...Object.fromEntries(changes) })]
  }

  #ask(request: Request): SessionEffect[] {
    if (this.#requests.add(request)) return this.#whenIn([say(request)])
    return [
      tell({ type: 'refused', id: request.id, code: 'too-fast', message: 'Too much waits to be stored already.' }),
    ]
  }

  /** Leaving is done when the room has closed the socket, or at once when there is no room to tell. */
  #leave(nowMs: number): SessionEffect[] {
    const isIn = this.#line.isIn
    this.#isLeaving = true
    this.#line.end()
    if (!isIn) return [{ do: 'drop-socket' }, tell({ type: 'closed' })]
    return [...this.#audio.endTalk(nowMs), say({ type: 'leave' })]
  }

  #carryOut(effects: LineEffect[]): SessionEffect[] {
    return effects.flatMap((effect) => this.#effectsOf(effect))
  }

  #effectsOf(effect: LineEffect): SessionEffect[] {
    switch (effect.do) {
      case 'ask-token':
        return [tell({ type: 'token-wanted' })]
      case 'connect':
      case 'drop-socket':
        return [effect]
      case 'ping':
        return [{ do: 'send', data: PING }]
      case 'lost':
        this.#people.lost()
        this.#quality.reset()
        this.#quality.stall()
        return [tell({ type: 'reconnecting' }), ...this.#audio.lost(), this.#tellQuality()]
      case 'stall':
        this.#quality.stall()
        return [this.#tellQuality()]
      case 'measured':
        this.#quality.pong(effect.rttMs)
        return [this.#tellQuality()]
      case 'give-up':
        return [tell({ type: 'closed', code: effect.code, detail: effect.detail })]
    }
  }

  #whenIn(effects: SessionEffect[]): SessionEffect[] {
    return this.#line.isIn ? effects : []
  }

  #fetches(): SessionEffect[] {
    const page = this.#history.wanted()
    return page === undefined ? [] : [{ do: 'fetch', page }]
  }

  #tellQuality(): SessionEffect {
    return tell({ type: 'connection', connection: this.#quality.now })
  }
}
