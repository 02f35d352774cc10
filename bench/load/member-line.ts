/**
 * One member of an Earshot room for as long as it stays, across all the connections that takes: joins, comes back by the
 * protocol's schedule when it is told to (docs/protocol.md, R1–R4), and remembers when it was in and when not.
 *
 * Next: bench/load/generator.ts, which speaks and listens through thousands of these
 */

import { reconnectDelayMs } from '../../src/client/reconnect.ts'
import type { ClientMessage } from '../../src/protocol/client-message.ts'
import type { RoomMessage, RoomMessageOf } from '../../src/protocol/room-message.ts'
import { randomId } from '../../test/support/random-id.ts'
import type { Line, OnAudio, Sending, Traffic } from './line.ts'
import { ClosedLine, MemberConnection } from './member-connection.ts'
import { leastWaitMs } from './next-attempt.ts'

export interface MemberOptions {
  origin: string
  room: string
  token: string
  name?: string
  /** A session to resume; a new one when absent. */
  session?: string
  muted?: boolean
  deafened?: boolean
  /** Whether what it says may be kept. */
  keep?: boolean
  /** The last entry of the log that this member has; asked at every connection. */
  after?: () => number
  /** Whether to come back when the line is lost. */
  resume?: boolean
  /** How long joining, or coming back, may take with all its attempts. */
  withinMs?: number
  onAudio?: OnAudio
  /** Every control message of the room, the first `welcome` too. Without it, others' comings and goings are not even read. */
  onMessage?: (message: RoomMessage) => void
}

const WITHIN_MS = 30_000
/** docs/protocol.md, R3. */
const STABLE_AFTER_MS = 5_000
/** RFC 6455 §7.1.5. */
const BROKEN = 1006

export class MemberLine implements Line {
  readonly session: string
  /** Each `welcome`, and when it came (`performance.now()`). */
  readonly welcomes: { atMs: number; message: RoomMessageOf<'welcome'> }[] = []
  /** Each close that was not asked for, and when it was seen. */
  readonly closes: { atMs: number; code: number; reason: string }[] = []
  /** Why it will not come back; undefined while it is in or on its way. */
  end: Error | undefined
  readonly #options: MemberOptions
  #connection: MemberConnection | undefined
  #past: Traffic = { messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0 }
  #attempt = 0
  #lostAtMs = performance.now()
  #isLeaving = false
  #return: Promise<void> = Promise.resolve()

  /** Resolves at the first `welcome`. Rejects with what stood in the way of the last attempt. */
  static async join(options: MemberOptions): Promise<MemberLine> {
    const line = new MemberLine(options)
    await line.#connect().catch((error) => line.#tryAgain(error))
    return line
  }

  private constructor(options: MemberOptions) {
    this.#options = options
    this.session = options.session ?? randomId()
  }

  /** This member's number. */
  get number(): number {
    return this.welcomes.at(-1)?.message.self.member ?? 0
  }

  /** The connection that it is in by, for what only a trial wants to know; undefined while it is not. */
  get connection(): MemberConnection | undefined {
    return this.#connection
  }

  get losses(): number {
    return this.closes.length
  }

  send(packet: Uint8Array): Sending {
    return this.#connection?.send(packet) ?? 'offline'
  }

  say(message: ClientMessage): void {
    this.#connection?.say(message)
  }

  traffic(): Traffic {
    return this.#connection === undefined ? this.#past : sumOf(this.#past, this.#connection.traffic)
  }

  sleep(): void {
    this.#connection?.sleep()
  }

  wake(): void {
    this.#connection?.wake()
  }

  /** Loses the connection without a word. Resolves when it is back in; rejects when it does not come back. */
  async drop(): Promise<void> {
    this.#connection?.destroy()
    this.#lost(new ClosedLine(BROKEN, ''))
    await this.#return
  }

  /** Resolves when a line that was lost is back in; rejects when it does not come back. */
  async returned(): Promise<void> {
    await this.#return
  }

  async close(): Promise<void> {
    this.#isLeaving = true
    await this.#connection?.leave()
    this.#forgetConnection()
  }

  async #connect(): Promise<void> {
    const {
      origin,
      room,
      token,
      name = 'Load',
      muted = false,
      deafened = false,
      keep = false,
      after = () => 0,
    } = this.#options
    const { onAudio = () => {}, onMessage } = this.#options
    const hello = {
      type: 'hello',
      session: this.session,
      name,
      muted,
      deafened,
      keep,
      aside: false,
      after: after(),
    } as const
    const connection: MemberConnection = await MemberConnection.open({
      ...{ origin, room, token, hello, onAudio, onMessage },
      onClosed: (closed) => {
        if (this.#connection === connection) this.#lost(closed)
      },
    })
    this.#connection = connection
    const message = connection.welcome as RoomMessageOf<'welcome'>
    this.welcomes.push({ atMs: performance.now(), message })
    if (this.#isLeaving) await this.close()
  }

  #lost({ code, reason }: ClosedLine): void {
    if (this.#connection === undefined) return
    this.#forgetConnection()
    const atMs = performance.now()
    this.closes.push({ atMs, code, reason })
    if (atMs - (this.welcomes.at(-1)?.atMs ?? 0) >= STABLE_AFTER_MS) {
      this.#attempt = 0
      this.#lostAtMs = atMs
    }
    this.#return = this.#options.resume === true ? this.#tryAgain(new ClosedLine(code, reason)) : Promise.resolve()
    this.#return.catch((error) => {
      this.end = error
    })
  }

  /** After `error`: waits and connects, as often as it takes. Rejects when that is in vain. */
  async #tryAgain(error: unknown): Promise<void> {
    const { withinMs = WITHIN_MS } = this.#options
    const giveUpAtMs = performance.now() + withinMs
    for (let last = error; ; ) {
      const leastMs = leastWaitMs(last)
      if (leastMs === undefined || performance.now() + leastMs > giveUpAtMs) throw last
      const lostForMs = performance.now() - this.#lostAtMs
      const delayMs = leastMs + reconnectDelayMs(this.#attempt, lostForMs, Math.random())
      this.#attempt += 1
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      if (this.#isLeaving) return
      try {
        return await this.#connect()
      } catch (failure) {
        last = failure
      }
    }
  }

  #forgetConnection(): void {
    if (this.#connection !== undefined) this.#past = sumOf(this.#past, this.#connection.traffic)
    this.#connection = undefined
  }
}

const sumOf = (a: Traffic, b: Traffic): Traffic => ({
  messagesIn: a.messagesIn + b.messagesIn,
  messagesOut: a.messagesOut + b.messagesOut,
  bytesIn: a.bytesIn + b.bytesIn,
  bytesOut: a.bytesOut + b.bytesOut,
})
