/**
 * The life of the connection: token, socket, `hello`, pings, and back to the token when it is lost. Pure: what happens is
 * told to it with the time, what to do comes out. The words that go over the line are src/client/session.ts's.
 */

import { afterClose, CLOSE } from '../protocol/close-codes.ts'
import { LATE_PONG_MS, PING_INTERVAL_MS } from '../protocol/handshake.ts'
import { errorCodeOfClose } from './close-errors.ts'
import type { EarshotErrorCode } from './errors.ts'
import { reconnectDelayMs } from './reconnect.ts'

/** Socket, TLS and the room's answer; slower than this is no line to talk over. */
const WELCOME_WITHIN_MS = 10_000
/** docs/protocol.md, C27. */
const LOST_AFTER_MS = 5_000
/** docs/protocol.md, R1: 4429 and 4503. */
const WAIT_MS = 5_000
/** docs/protocol.md, R1: 4401. */
const MAX_REFUSED_TOKENS = 3
/** Who has never been in is told rather than kept waiting. */
const JOIN_WITHIN_MS = 15_000

type Phase =
  | { at: 'token' } // asked for
  | { at: 'opening'; sinceMs: number } // until the `welcome`
  | { at: 'in'; pingSentAtMs: number | undefined; nextPingAtMs: number; late: boolean }
  | { at: 'waiting'; untilMs: number }
  | { at: 'over' }

export type LineEffect =
  | { do: 'ask-token' }
  | { do: 'connect'; token: string }
  | { do: 'ping' }
  /** Close the socket that there is, and listen to it no more. */
  | { do: 'drop-socket' }
  /** The line is lost, and will be back. */
  | { do: 'lost' }
  /** No pong for longer than a second. */
  | { do: 'stall' }
  | { do: 'measured'; rttMs: number }
  | { do: 'give-up'; code: EarshotErrorCode; detail: string }

export class Line {
  readonly #random: () => number
  #phase: Phase = { at: 'token' }
  #joinByMs: number | undefined
  #lostAtMs: number
  #attempt = 0
  #refusedTokens = 0

  constructor(random: () => number, nowMs: number) {
    this.#random = random
    this.#lostAtMs = nowMs
    this.#joinByMs = nowMs + JOIN_WITHIN_MS
  }

  get isIn(): boolean {
    return this.#phase.at === 'in'
  }

  begin(): LineEffect[] {
    this.#phase = { at: 'token' }
    return [{ do: 'ask-token' }]
  }

  token(token: string, nowMs: number): LineEffect[] {
    if (this.#phase.at !== 'token') return []
    this.#phase = { at: 'opening', sinceMs: nowMs }
    return [{ do: 'connect', token }]
  }

  /** There is no token just now. */
  tokenFailed(nowMs: number): LineEffect[] {
    return this.#phase.at === 'token' ? this.#wait(nowMs) : []
  }

  welcomed(nowMs: number): LineEffect[] {
    if (this.#phase.at !== 'opening') return []
    this.#attempt = 0
    this.#refusedTokens = 0
    this.#joinByMs = undefined
    return this.#ping(nowMs)
  }

  pong(nowMs: number): LineEffect[] {
    if (this.#phase.at !== 'in' || this.#phase.pingSentAtMs === undefined) return []
    const rttMs = nowMs - this.#phase.pingSentAtMs
    const nextPingAtMs = rttMs > LATE_PONG_MS ? nowMs : nowMs + PING_INTERVAL_MS
    this.#phase = { at: 'in', pingSentAtMs: undefined, nextPingAtMs, late: false }
    return [{ do: 'measured', rttMs }, ...this.tick(nowMs)]
  }

  /** How long the ping under way has been waiting. */
  pingWaitsMs(nowMs: number): number {
    return this.#phase.at === 'in' && this.#phase.pingSentAtMs !== undefined ? nowMs - this.#phase.pingSentAtMs : 0
  }

  /** The socket is gone: with a close code of the room, or any other. */
  closed(code: number, reason: string, nowMs: number): LineEffect[] {
    if (this.#phase.at !== 'in' && this.#phase.at !== 'opening') return []
    switch (afterClose(code)) {
      case 'stop':
        return this.#giveUp(errorCodeOfClose(code), `${code} ${reason}`)
      case 'renew-token':
        this.#refusedTokens += 1
        if (this.#refusedTokens < MAX_REFUSED_TOKENS) return this.#lose(nowMs)
        return this.#giveUp(errorCodeOfClose(CLOSE.unauthorized), reason)
      case 'wait':
        return this.#lose(nowMs, WAIT_MS)
      case 'resume':
        return this.#lose(nowMs)
    }
  }

  /** The device is online again: a wait for that is over. */
  hurry(nowMs: number): LineEffect[] {
    return this.#phase.at === 'waiting' ? this.begin() : this.tick(nowMs)
  }

  /** It is over, by the client's own wish. */
  end(): void {
    this.#phase = { at: 'over' }
  }

  nextDeadlineMs(): number | undefined {
    const phase = this.#phase
    const joinBy = this.#joinByMs ?? Number.POSITIVE_INFINITY
    switch (phase.at) {
      case 'token':
        return this.#joinByMs
      case 'opening':
        return Math.min(phase.sinceMs + WELCOME_WITHIN_MS, joinBy)
      case 'waiting':
        return Math.min(phase.untilMs, joinBy)
      case 'in':
        if (phase.pingSentAtMs === undefined) return phase.nextPingAtMs
        return phase.pingSentAtMs + (phase.late ? LOST_AFTER_MS : LATE_PONG_MS)
      case 'over':
        return undefined
    }
  }

  tick(nowMs: number): LineEffect[] {
    const phase = this.#phase
    if (phase.at === 'over' || nowMs < (this.nextDeadlineMs() ?? Number.POSITIVE_INFINITY)) return []
    if (this.#joinByMs !== undefined && nowMs >= this.#joinByMs) return this.#giveUp('unreachable', 'no welcome')
    switch (phase.at) {
      case 'token':
        return []
      case 'waiting':
        return this.begin()
      case 'opening':
        return this.#lose(nowMs)
      case 'in':
        if (phase.pingSentAtMs === undefined) return this.#ping(nowMs)
        if (phase.late) return this.#lose(nowMs)
        this.#phase = { ...phase, late: true }
        return [{ do: 'stall' }]
    }
  }

  #ping(nowMs: number): LineEffect[] {
    this.#phase = { at: 'in', pingSentAtMs: nowMs, nextPingAtMs: nowMs, late: false }
    return [{ do: 'ping' }]
  }

  #lose(nowMs: number, leastWaitMs = 0): LineEffect[] {
    if (this.#phase.at === 'in') this.#lostAtMs = nowMs
    return [{ do: 'drop-socket' }, { do: 'lost' }, ...this.#wait(nowMs, leastWaitMs)]
  }

  #wait(nowMs: number, leastWaitMs = 0): LineEffect[] {
    const delayMs = reconnectDelayMs(this.#attempt, nowMs - this.#lostAtMs, this.#random())
    this.#attempt += 1
    this.#phase = { at: 'waiting', untilMs: nowMs + leastWaitMs + delayMs }
    return []
  }

  #giveUp(code: EarshotErrorCode, detail: string): LineEffect[] {
    this.#phase = { at: 'over' }
    return [{ do: 'drop-socket' }, { do: 'give-up', code, detail }]
  }
}
