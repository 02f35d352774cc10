/**
 * The life of the connection: token, socket, `hello`, pings, and back to the token when it is lost. Pure: what happens is
 * told to it with the time (ms since 1970), what to do comes out. The words that go over the line are src/client/session.ts's.
 */

import { afterClose, CLOSE } from '../protocol/close-codes.ts'
import { LATE_PONG_MS, PING_INTERVAL_MS } from '../protocol/handshake.ts'
import { Backlog } from './backlog.ts'
import { errorCodeOfClose } from './close-errors.ts'
import { KeptToken } from './kept-token.ts'
import { reconnectDelayMs } from './reconnect.ts'
import type { Failure, NoToken } from './session-messages.ts'

/** A request that takes longer hangs. */
const TOKEN_WITHIN_MS = 10_000
/** Socket, TLS and the room's answer; slower than this is no line to talk over. */
const WELCOME_WITHIN_MS = 10_000
/** docs/protocol.md, C27. */
const LOST_AFTER_MS = 5_000
/** docs/protocol.md, R1: 4429 and 4503. */
const WAIT_MS = 5_000
/** docs/protocol.md, R1: 4401. */
const MAX_REFUSED_TOKENS = 3
/** A line that lasts this long is worth the first, short wait again when it is lost; one that does not is a server in trouble. */
const STABLE_AFTER_MS = 5_000
/** Who has never been in is told rather than kept waiting. */
const JOIN_WITHIN_MS = 15_000
const NO_WELCOME = { code: 'unreachable', detail: 'no welcome in time' } as const
/** docs/protocol.md, W25: a deadline that passed this long ago was slept through, by the device or by this page. */
const ASLEEP_AFTER_MS = 1_000

type Phase =
  | { at: 'token'; sinceMs: number } // asked for
  | { at: 'opening'; sinceMs: number } // until the `welcome`
  | { at: 'in'; sinceMs: number; ping: Ping }
  | { at: 'waiting'; untilMs: number }
  | { at: 'over' }

type Ping =
  /** `sentAtMs` is when this client woke, if it slept meanwhile: then its pong says nothing of the line. */
  { isOut: true; sentAtMs: number; isLate: boolean; isSleptThrough: boolean } | { isOut: false; nextAtMs: number }

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
  | ({ do: 'give-up' } & Failure)

export class Line {
  readonly #random: () => number
  readonly #token = new KeptToken()
  #phase: Phase
  #joinByMs: number | undefined
  #lostAtMs: number
  #attempt = 0
  #refusedTokens = 0
  readonly #backlog = new Backlog()

  constructor(random: () => number, nowMs: number) {
    this.#random = random
    this.#phase = { at: 'waiting', untilMs: nowMs }
    this.#lostAtMs = nowMs
    this.#joinByMs = nowMs + JOIN_WITHIN_MS
  }

  get isIn(): boolean {
    return this.#phase.at === 'in'
  }

  /** In the room, and not asleep until just now: what was captured meanwhile is not for sending. */
  isAwake(nowMs: number): boolean {
    this.#noticeSleep(nowMs)
    return this.isIn && !this.#backlog.isWaking
  }

  begin(nowMs: number): LineEffect[] {
    this.#phase = { at: 'token', sinceMs: nowMs }
    const token = this.#token.at(nowMs)
    return token === undefined ? [{ do: 'ask-token' }] : this.#open(token, nowMs)
  }

  token(token: string, nowMs: number): LineEffect[] {
    this.#token.keep(token)
    return this.#phase.at === 'token' ? this.#open(token, nowMs) : []
  }

  /** There is no token: never, not in time for who wants to join, or just now. */
  tokenFailed({ final, ...why }: NoToken, nowMs: number): LineEffect[] {
    if (this.#phase.at !== 'token') return []
    const isInVain = final || nowMs + (why.retryAfterMs ?? 0) > (this.#joinByMs ?? Number.POSITIVE_INFINITY)
    return isInVain ? this.#giveUp(why) : this.#wait(nowMs, why.retryAfterMs)
  }

  welcomed(nowMs: number): LineEffect[] {
    if (this.#phase.at !== 'opening') return []
    this.#refusedTokens = 0
    this.#joinByMs = undefined
    this.#backlog.begin(nowMs)
    return this.#ping(nowMs, nowMs)
  }

  /** Something has come over the line. Answers whether it is live: audio that is not has piled up, and is dropped [W25]. */
  arrived(nowMs: number): boolean {
    this.#noticeSleep(nowMs)
    this.#backlog.arrived(this.pingWaitsMs(nowMs), nowMs)
    return this.#backlog.isLive
  }

  pong(nowMs: number): LineEffect[] {
    this.#noticeSleep(nowMs)
    if (this.#phase.at !== 'in' || !this.#phase.ping.isOut) return []
    const { sinceMs, ping } = this.#phase
    const rttMs = ping.isSleptThrough ? undefined : nowMs - ping.sentAtMs
    this.#backlog.ponged(rttMs)
    const isLate = rttMs === undefined || rttMs > LATE_PONG_MS || !this.#backlog.isLive
    this.#phase = { at: 'in', sinceMs, ping: { isOut: false, nextAtMs: isLate ? nowMs : nowMs + PING_INTERVAL_MS } }
    return [...(rttMs === undefined ? [] : [{ do: 'measured', rttMs } as const]), ...this.tick(nowMs)]
  }

  /** How long the ping under way has been waiting; 0 when none is. */
  pingWaitsMs(nowMs: number): number {
    return this.#phase.at === 'in' && this.#phase.ping.isOut ? nowMs - this.#phase.ping.sentAtMs : 0
  }

  /** The socket is gone: with a close code of the room, or any other. */
  closed(code: number, reason: string, nowMs: number): LineEffect[] {
    if (this.#phase.at !== 'in' && this.#phase.at !== 'opening') return []
    switch (afterClose(code)) {
      case 'stop':
        return this.#giveUp({ code: errorCodeOfClose(code), detail: `${code} ${reason}` })
      case 'renew-token':
        this.#token.drop()
        this.#refusedTokens += 1
        if (this.#refusedTokens < MAX_REFUSED_TOKENS) return this.#lose(nowMs)
        return this.#giveUp({ code: errorCodeOfClose(CLOSE.unauthorized), detail: reason })
      case 'wait':
        return this.#lose(nowMs, WAIT_MS)
      case 'resume':
        return this.#lose(nowMs)
    }
  }

  /** The device is online again: a wait for that is over, and what was asked while it was not may never be answered. */
  hurry(nowMs: number): LineEffect[] {
    const { at } = this.#phase
    return at === 'waiting' || at === 'token' ? this.begin(nowMs) : this.tick(nowMs)
  }

  /** It is over, by the client's own wish. */
  end(): void {
    this.#phase = { at: 'over' }
  }

  nextDeadlineMs(): number | undefined {
    const deadlines = [this.#joinByMs, this.#phaseEndsAtMs()].filter((deadline) => deadline !== undefined)
    return deadlines.length === 0 || this.#phase.at === 'over' ? undefined : Math.min(...deadlines)
  }

  tick(nowMs: number): LineEffect[] {
    this.#noticeSleep(nowMs)
    if (nowMs < (this.nextDeadlineMs() ?? Number.POSITIVE_INFINITY)) return []
    if (nowMs >= (this.#joinByMs ?? Number.POSITIVE_INFINITY)) return this.#giveUp(NO_WELCOME)
    const phase = this.#phase
    switch (phase.at) {
      case 'over':
        return []
      case 'token':
        return this.#wait(nowMs)
      case 'waiting':
        return this.begin(nowMs)
      case 'opening':
        return this.#lose(nowMs)
      case 'in':
        if (!phase.ping.isOut) return this.#ping(phase.sinceMs, nowMs)
        if (phase.ping.isLate) return this.#lose(nowMs)
        this.#phase = { ...phase, ping: { ...phase.ping, isLate: true } }
        return [{ do: 'stall' }]
    }
  }

  #phaseEndsAtMs(): number | undefined {
    const phase = this.#phase
    switch (phase.at) {
      case 'over':
        return undefined
      case 'token':
        return phase.sinceMs + TOKEN_WITHIN_MS
      case 'opening':
        return phase.sinceMs + WELCOME_WITHIN_MS
      case 'waiting':
        return phase.untilMs
      case 'in':
        if (!phase.ping.isOut) return phase.ping.nextAtMs
        return phase.ping.sentAtMs + (phase.ping.isLate ? LOST_AFTER_MS : LATE_PONG_MS)
    }
  }

  #open(token: string, nowMs: number): LineEffect[] {
    this.#phase = { at: 'opening', sinceMs: nowMs }
    return [{ do: 'connect', token }]
  }

  #ping(sinceMs: number, nowMs: number): LineEffect[] {
    this.#phase = { at: 'in', sinceMs, ping: { isOut: true, sentAtMs: nowMs, isLate: false, isSleptThrough: false } }
    this.#backlog.pinged()
    return [{ do: 'ping' }]
  }

  /** Who has slept finds its deadlines long past, and everything that came meanwhile on the doorstep: the pong too. */
  #noticeSleep(nowMs: number): void {
    const phase = this.#phase
    if (phase.at !== 'in' || nowMs - (this.#phaseEndsAtMs() ?? nowMs) <= ASLEEP_AFTER_MS) return
    this.#backlog.slept()
    if (!phase.ping.isOut) return
    this.#phase = { ...phase, ping: { isOut: true, sentAtMs: nowMs, isLate: false, isSleptThrough: true } }
  }

  #lose(nowMs: number, leastWaitMs = 0): LineEffect[] {
    if (this.#phase.at === 'in' && nowMs - this.#phase.sinceMs >= STABLE_AFTER_MS) {
      this.#attempt = 0
      this.#lostAtMs = nowMs
    }
    return [{ do: 'drop-socket' }, { do: 'lost' }, ...this.#wait(nowMs, leastWaitMs)]
  }

  #wait(nowMs: number, leastWaitMs = 0): LineEffect[] {
    const delayMs = reconnectDelayMs(this.#attempt, nowMs - this.#lostAtMs, this.#random())
    this.#attempt += 1
    this.#phase = { at: 'waiting', untilMs: nowMs + leastWaitMs + delayMs }
    return []
  }

  #giveUp(why: Failure): LineEffect[] {
    this.#phase = { at: 'over' }
    return [{ do: 'drop-socket' }, { do: 'give-up', ...why }]
  }
}
