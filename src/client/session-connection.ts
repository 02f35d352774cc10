/**
 * The connection of one session in the words of its page: what the line wants done, how good it is, and the token that
 * opens it, renewed before it expires. Pure.
 */

import { PING } from '../protocol/handshake.ts'
import type { RoomMessageOf } from '../protocol/room-message.ts'
import { ConnectionQuality } from './connection-quality.ts'
import { Line, type LineEffect } from './line.ts'
import { Renewal } from './renewal.ts'
import { type Failure, type NoToken, type SessionEffect, say, tell } from './session-messages.ts'

/** What else is to be done when something becomes of the line. */
export interface LineHeed {
  lost(): SessionEffect[]
  measured(rttMs: number, nowMs: number): SessionEffect[]
}

export class SessionConnection {
  /** For those who look at it; what happens to it is told here. */
  readonly line: Line
  readonly #quality = new ConnectionQuality()
  readonly #renewal = new Renewal()
  readonly #heed: LineHeed

  constructor(random: () => number, nowMs: number, heed: LineHeed) {
    this.line = new Line(random, nowMs)
    this.#heed = heed
  }

  begin(nowMs: number): SessionEffect[] {
    return this.#carryOut(this.line.begin(nowMs), nowMs)
  }

  closed(code: number, reason: string, nowMs: number): SessionEffect[] {
    return this.#carryOut(this.line.closed(code, reason, nowMs), nowMs)
  }

  welcomed(nowMs: number): SessionEffect[] {
    return this.#carryOut(this.line.welcomed(nowMs), nowMs)
  }

  pong(nowMs: number): SessionEffect[] {
    return this.#carryOut(this.line.pong(nowMs), nowMs)
  }

  online(nowMs: number): SessionEffect[] {
    return this.#carryOut(this.line.hurry(nowMs), nowMs)
  }

  /** The application's token. */
  token(token: string, nowMs: number): SessionEffect[] {
    this.#renewal.keep(token, nowMs)
    return this.#carryOut(this.line.token(token, nowMs), nowMs)
  }

  noToken(why: NoToken, nowMs: number): SessionEffect[] {
    return this.#carryOut(this.line.tokenFailed(why, nowMs), nowMs)
  }

  /** The room's token. */
  renewed({ token }: RoomMessageOf<'token'>, nowMs: number): SessionEffect[] {
    this.#renewal.renewed(token, nowMs)
    return [tell({ type: 'renewed', token }), ...this.#carryOut(this.line.token(token, nowMs), nowMs)]
  }

  refused({ code }: RoomMessageOf<'error'>, nowMs: number): void {
    if (code === 'too-often') this.#renewal.refused(nowMs)
  }

  nextDeadlineMs(): number | undefined {
    const deadlines = [this.line.nextDeadlineMs(), this.#renewsAtMs()].filter((at) => at !== undefined)
    return deadlines.length === 0 ? undefined : Math.min(...deadlines)
  }

  tick(nowMs: number): SessionEffect[] {
    const isDue = this.line.isIn && this.#renewal.isDue(nowMs)
    return [...this.#carryOut(this.line.tick(nowMs), nowMs), ...(isDue ? [say({ type: 'renew' })] : [])]
  }

  #renewsAtMs(): number | undefined {
    return this.line.isIn ? this.#renewal.nextDeadlineMs() : undefined
  }

  #carryOut(effects: LineEffect[], nowMs: number): SessionEffect[] {
    return effects.flatMap((effect) => this.#effectsOf(effect, nowMs))
  }

  #effectsOf(effect: LineEffect, nowMs: number): SessionEffect[] {
    switch (effect.do) {
      case 'ask-token':
        return [tell({ type: 'token-wanted' })]
      case 'connect':
      case 'drop-socket':
        return [effect]
      case 'ping':
        return [{ do: 'send', data: PING }]
      case 'lost':
        this.#quality.lost()
        return [tell({ type: 'reconnecting' }), ...this.#heed.lost(), this.#tellQuality()]
      case 'stall':
        this.#quality.stall()
        return [this.#tellQuality()]
      case 'measured':
        this.#quality.pong(effect.rttMs)
        return [this.#tellQuality(), ...this.#heed.measured(effect.rttMs, nowMs)]
      case 'give-up':
        return [...this.#heed.lost(), tell({ ...failureOf(effect), type: 'closed' })]
    }
  }

  #tellQuality(): SessionEffect {
    return tell({ type: 'connection', connection: this.#quality.now })
  }
}

const failureOf = ({ code, detail, retryAfterMs }: Failure): Failure => ({ code, detail, retryAfterMs })
