/**
 * One connection of a member to an Earshot room, from `hello` to the close: pings, sends at the room's pace, reports when
 * it is asked to. What the room tells of others is read only where somebody wants to know it.
 *
 * Next: bench/load/member-line.ts, which makes a new one when it is lost
 */

import { Reporting } from '../../src/client/reporting.ts'
import type { ClientMessage } from '../../src/protocol/client-message.ts'
import { offeredSubprotocols, PING, PONG } from '../../src/protocol/handshake.ts'
import { type RoomMessage, type RoomMessageOf, readRoomMessage } from '../../src/protocol/room-message.ts'
import type { OnAudio, Sending, Traffic } from './line.ts'
import { typeOfMessage } from './message-type.ts'
import { PacedTalk } from './paced-talk.ts'
import { Pinging } from './pinging.ts'
import { WireSocket } from './wire-socket.ts'

export interface ConnectionOptions {
  origin: string
  room: string
  token: string
  hello: Extract<ClientMessage, { type: 'hello' }>
  onAudio: OnAudio
  /** Every control message of the room; without it, only what this connection must know is read. */
  onMessage: ((message: RoomMessage) => void) | undefined
  /** A connection that was in is over. */
  onClosed: (closed: ClosedLine) => void
}

/** The connection was closed, by the room or by whatever is in between. */
export class ClosedLine extends Error {
  readonly code: number
  readonly reason: string

  constructor(code: number, reason: string) {
    super(`The connection was closed: ${code} ${reason}`.trimEnd())
    this.name = 'ClosedLine'
    this.code = code
    this.reason = reason
  }
}

const WELCOME_WITHIN_MS = 10_000
const LEAVE_WITHIN_MS = 2_000
const ESSENTIAL = new Set<string | undefined>(['welcome', 'pace', 'unheard'])

export class MemberConnection {
  readonly pinging: Pinging
  welcome: RoomMessageOf<'welcome'> | undefined
  /** The last `pace`, if one came. */
  pace: RoomMessageOf<'pace'> | undefined
  /** Members that do not receive this one at present. */
  unheardBy: number[] = []
  readonly #options: ConnectionOptions
  readonly #talk = new PacedTalk()
  readonly #reporting = new Reporting(Math.random)
  #reportTimer: NodeJS.Timeout | undefined
  #wire: WireSocket | undefined
  #onWelcome: (() => void) | undefined
  #onClosed: (closed: ClosedLine) => void = () => {}

  /** Resolves when the room has said `welcome`. Rejects with a `ClosedLine`, or with what the system says. */
  static async open(options: ConnectionOptions): Promise<MemberConnection> {
    const connection = new MemberConnection(options)
    await connection.#enter()
    return connection
  }

  private constructor(options: ConnectionOptions) {
    this.#options = options
    this.pinging = new Pinging(
      () => this.#wire?.sendText(PING),
      () => this.destroy(),
    )
  }

  /** The packet may be reused at once. */
  send(packet: Uint8Array): Sending {
    this.#sendAudio(this.#talk.push(packet, performance.now()))
    return this.#talk.isHeard ? 'sent' : 'unheard'
  }

  say(message: ClientMessage): void {
    this.#wire?.sendText(JSON.stringify(message))
  }

  get traffic(): Traffic {
    return this.#wire ?? { messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0 }
  }

  sleep(): void {
    this.pinging.sleep()
    this.#wire?.pause()
  }

  wake(): void {
    this.#wire?.resume()
    this.pinging.wake()
  }

  destroy(): void {
    this.#wire?.destroy()
  }

  /** Says `leave`; resolves when the room has closed the connection, or has been given up. */
  async leave(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#onClosed = () => resolve()
    })
    this.wake()
    this.say({ type: 'leave' })
    const timer = setTimeout(() => this.destroy(), LEAVE_WITHIN_MS)
    await closed
    clearTimeout(timer)
  }

  async #enter(): Promise<void> {
    const { origin, room, token, hello, onClosed } = this.#options
    const url = `${origin.replace(/^http/, 'ws')}/v1/rooms/${encodeURIComponent(room)}/connect`
    const events = {
      text: (text: string) => (text === PONG ? this.pinging.pong() : this.#understand(text)),
      binary: (bytes: Uint8Array) => this.#hear(bytes),
      closed: (code: number, reason: string) => this.#closed(new ClosedLine(code, reason)),
    }
    const welcomed = new Promise<void>((resolve, reject) => {
      this.#onWelcome = resolve
      this.#onClosed = reject
    })
    welcomed.catch(() => undefined) // it is awaited below, unless the socket does not open at all
    this.#wire = await WireSocket.open(url, { subprotocols: offeredSubprotocols(token) }, events)
    this.pinging.begin()
    this.say(hello)
    const timer = setTimeout(() => this.destroy(), WELCOME_WITHIN_MS)
    await welcomed.finally(() => clearTimeout(timer))
    this.#onClosed = onClosed
  }

  #understand(text: string): void {
    const { onMessage } = this.#options
    const isWanted = onMessage !== undefined || ESSENTIAL.has(typeOfMessage(text))
    const message = isWanted ? readRoomMessage(text) : undefined
    if (message === undefined) return
    if (message.type === 'welcome') this.#welcomed(message)
    else if (message.type === 'pace') this.#paced(message)
    else if (message.type === 'unheard') this.unheardBy = message.by
    onMessage?.(message)
  }

  #welcomed(message: RoomMessageOf<'welcome'>): void {
    this.welcome = message
    this.#onWelcome?.()
  }

  #paced(pace: RoomMessageOf<'pace'>): void {
    this.pace = pace
    this.#sendAudio(this.#talk.pace(pace.heard, pace.messageMs))
    this.#reporting.every(pace.reportEveryMs, performance.now())
    this.#reportLater()
  }

  #hear(bytes: Uint8Array): void {
    if (this.#reportTimer !== undefined) this.#reporting.heard(bytes)
    this.#options.onAudio(bytes)
  }

  #sendAudio(messages: readonly Uint8Array[]): void {
    for (const message of messages) this.#wire?.sendBinary(message)
  }

  #reportLater(): void {
    clearTimeout(this.#reportTimer)
    const dueAtMs = this.#reporting.nextDeadlineMs()
    if (dueAtMs === undefined) this.#reportTimer = undefined
    else this.#reportTimer = setTimeout(() => this.#report(), Math.max(0, dueAtMs - performance.now()))
  }

  #report(): void {
    const speakers = this.#reporting.tick(performance.now())
    if (speakers !== undefined) this.say({ type: 'report', speakers })
    this.#reportLater()
  }

  #closed(closed: ClosedLine): void {
    this.pinging.stop()
    clearTimeout(this.#reportTimer)
    this.#onClosed(closed)
  }
}
