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
import { Members, type MembersChange } from './members.ts'
import { type Request, Requests } from './requests.ts'
import { type Profile, type SessionCommand, type SessionEffect, say, sendAudio, tell } from './session-messages.ts'
import { Uplink } from './uplink.ts'

export interface SessionOptions {
  /** A random id. */
  session: string
  profile: Profile
  random: () => number
}

export class Session {
  readonly #session: string
  readonly #line: Line
  readonly #uplink = new Uplink()
  readonly #members = new Members()
  readonly #history = new History()
  readonly #requests = new Requests()
  readonly #quality = new ConnectionQuality()
  #profile: Profile
  /** What the room has been told. */
  #told: Profile
  /** This client's number; 0 before the first `welcome`. */
  #self = 0
  #isLeaving = false

  constructor({ session, profile, random }: SessionOptions, nowMs: number) {
    this.#session = session
    this.#profile = this.#told = profile
    this.#line = new Line(random, nowMs)
    this.#uplink.mute(profile.muted)
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
    if (text === PONG) return this.#carryOut(this.#line.pong(nowMs))
    const message = readRoomMessage(text)
    return message === undefined ? [] : [...this.#understand(message, nowMs), ...this.#fetches()]
  }

  /** Whether a packet of the capture worklet is to be sent now. */
  admits(packet: Uint8Array, bufferedBytes: number, nowMs: number): boolean {
    const line = { open: this.#line.isIn, bufferedBytes, pingWaitsMs: this.#line.pingWaitsMs(nowMs) }
    return this.#uplink.admits(packet, line, nowMs)
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
        return this.#introduceAs(command.profile)
      case 'request':
        return this.#ask(command.request)
      case 'signal':
        return this.#whenIn([say({ type: 'signal', to: command.to, data: command.data })])
      case 'older':
        return [{ do: 'fetch', page: this.#history.older() }]
      case 'leave':
        return this.#leave()
    }
  }

  /** The device says that it is online again. */
  online(nowMs: number): SessionEffect[] {
    return this.#carryOut(this.#line.hurry(nowMs))
  }

  /** When `tick` wants to be called. */
  nextDeadlineMs(): number | undefined {
    const parts = [this.#line, this.#members, this.#history, this.#requests]
    const deadlines = parts.flatMap((part) => part.nextDeadlineMs() ?? [])
    return deadlines.length === 0 ? undefined : Math.min(...deadlines)
  }

  tick(nowMs: number): SessionEffect[] {
    this.#history.tick(nowMs)
    return [
      ...this.#carryOut(this.#line.tick(nowMs)),
      ...this.#tellMembers(this.#members.tick(nowMs)),
      ...this.#whenIn(this.#requests.due(nowMs).map(say)),
      ...this.#fetches(),
    ]
  }

  #understand(message: RoomMessage, nowMs: number): SessionEffect[] {
    switch (message.type) {
      case 'welcome':
        return this.#welcomed(message, nowMs)
      case 'joined':
        return this.#tellMembers(this.#members.described(message.members.filter(({ member }) => member !== this.#self)))
      case 'left':
        return this.#tellMembers(this.#members.left(message.members))
      case 'state':
        return this.#stateChanged(message)
      case 'entry':
        return this.#history.take(message.entries).map(tell)
      case 'ack':
        this.#requests.settle(message.id)
        return [tell({ type: 'done', id: message.id, number: message.number })]
      case 'signal':
        return [tell({ type: 'signal', from: message.from, data: message.data })]
      case 'error':
        return this.#refused(message, nowMs)
      case 'bye':
        return [] // the close that follows says the same by its code
    }
  }

  #welcomed({ self, room, others, lastEntry }: RoomMessageOf<'welcome'>, nowMs: number): SessionEffect[] {
    const isFirst = this.#self === 0
    this.#self = self.member
    const line = this.#line.welcomed(nowMs)
    return [
      { do: 'introduce', self: self.member },
      tell({ type: 'welcome', self, room }),
      ...this.#tellMembers(this.#members.welcomed(others, isFirst, nowMs)),
      ...this.#history.welcomed(lastEntry).map(tell),
      ...this.#introduceAs(this.#profile),
      ...this.#requests.all().map(say),
      ...this.#carryOut(line),
    ]
  }

  #stateChanged({ members, room }: RoomMessageOf<'state'>): SessionEffect[] {
    const silenced = members.find(({ member }) => member === this.#self)?.silenced
    return [
      ...this.#tellMembers(this.#members.changed(members)),
      ...(silenced === undefined ? [] : [tell({ type: 'silenced', silenced })]),
      ...(room === undefined ? [] : [tell({ type: 'locked', locked: room.locked })]),
    ]
  }

  #refused({ id, code, message }: RoomMessageOf<'error'>, nowMs: number): SessionEffect[] {
    if (id === undefined || (code === 'not-stored' && this.#requests.retry(id, nowMs))) return []
    this.#requests.settle(id)
    return [tell({ type: 'refused', id, code, message })]
  }

  /** Tells the room what has changed. Before it hears of a mute, the talk that is open ends. */
  #introduceAs(profile: Profile): SessionEffect[] {
    this.#profile = profile
    const talkEnd = this.#uplink.mute(profile.muted)
    const changes = Object.entries(profile).filter(([key, value]) => this.#told[key as keyof Profile] !== value)
    if (!this.#line.isIn || changes.length === 0) return []
    this.#told = profile
    return [...sendAudio(talkEnd), say({ type: 'state', ...Object.fromEntries(changes) })]
  }

  #ask(request: Request): SessionEffect[] {
    if (this.#requests.add(request)) return this.#whenIn([say(request)])
    return [
      tell({ type: 'refused', id: request.id, code: 'too-fast', message: 'Too much waits to be stored already.' }),
    ]
  }

  /** Leaving is done when the room has closed the socket, or at once when there is no room to tell. */
  #leave(): SessionEffect[] {
    const isIn = this.#line.isIn
    this.#isLeaving = true
    this.#line.end()
    if (!isIn) return [{ do: 'drop-socket' }, tell({ type: 'closed' })]
    return [...sendAudio(this.#uplink.endTalk()), say({ type: 'leave' })]
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
        this.#uplink.reset()
        this.#quality.reset()
        this.#quality.stall()
        return [tell({ type: 'reconnecting' }), this.#tellQuality()]
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

  #tellMembers(change: MembersChange): SessionEffect[] {
    const isEmpty = change.described.length === 0 && change.left.length === 0
    return isEmpty ? [] : [tell({ type: 'members', change })]
  }

  #tellQuality(): SessionEffect {
    return tell({ type: 'connection', connection: this.#quality.now })
  }
}
