/**
 * A member who comes back by the protocol's schedule whenever its line is lost (docs/protocol.md, R2–R4), and remembers
 * every attempt and what came of it.
 */

import { reconnectDelayMs } from '../../src/client/reconnect.ts'
import type { ClientMessage } from '../../src/protocol/client-message.ts'
import { afterClose } from '../../src/protocol/close-codes.ts'
import type { RoomMessage } from '../../src/protocol/room-message.ts'
import { randomId } from '../../test/support/random-id.ts'
import type { OnAudio, Sending } from '../load/line.ts'
import { ClosedLine, MemberConnection } from '../load/member-connection.ts'

export interface ReturnerOptions {
  origin: string
  room: string
  token: string
  name: string
  muted?: boolean
  deafened?: boolean
  /** Whether what it says may be kept. */
  keep?: boolean
  /** The last entry of the log that this member has. */
  after?: () => number
  onAudio?: OnAudio
  /** Every control message, the `welcome` among them. */
  onMessage?: (message: RoomMessage) => void
}

/** One attempt to get in. `outcome`: `in`, a close code, or `unreachable` when there was nobody to say one. */
export interface Attempt {
  atMs: number
  outcome: 'under way' | 'in' | 'unreachable' | number
  /** When it was known. */
  endedAtMs: number
}

/** docs/protocol.md, R1: 4429 and 4503. */
const WAIT_MS = 5_000
/** docs/protocol.md, R3. */
const STABLE_AFTER_MS = 5_000

export class Returner {
  readonly options: ReturnerOptions
  readonly session = randomId()
  readonly attempts: Attempt[] = []
  /** Close codes of connections that it was in by, in order. */
  readonly losses: { atMs: number; code: number }[] = []
  connection: MemberConnection | undefined
  /** What it comes back with; whoever renews it puts the new one here. */
  token: string
  #schedule = { attempt: 0, lostAtMs: performance.now() }
  #isOver = false
  /** Resolves when it may try again. */
  #mayReturn: Promise<void> = Promise.resolve()
  #release: () => void = () => {}

  /** Resolves when it is in. Rejects when the first attempt fails. */
  static async join(options: ReturnerOptions): Promise<Returner> {
    const returner = new Returner(options)
    await returner.#connect()
    return returner
  }

  private constructor(options: ReturnerOptions) {
    this.options = options
    this.token = options.token
  }

  get number(): number {
    return this.connection?.welcome?.self.member ?? 0
  }

  send(packet: Uint8Array): Sending {
    return this.connection?.send(packet) ?? 'offline'
  }

  say(message: ClientMessage): void {
    this.connection?.say(message)
  }

  async leave(): Promise<void> {
    this.#isOver = true
    await this.connection?.leave()
  }

  /** Gone for good, without a word. */
  vanish(): void {
    this.#isOver = true
    this.connection?.destroy()
  }

  /** Not to come back until `release`, whatever happens. */
  hold(): void {
    this.#mayReturn = new Promise((resolve) => {
      this.#release = resolve
    })
  }

  release(): void {
    this.#release()
  }

  async #connect(): Promise<void> {
    const { origin, room, name, muted = false, deafened = false, keep = false, after = () => 0 } = this.options
    const { onAudio = () => {}, onMessage } = this.options
    const { token } = this
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
    const attempt: Attempt = { atMs: performance.now(), outcome: 'under way', endedAtMs: Number.NaN }
    this.attempts.push(attempt)
    try {
      const onClosed = ({ code }: ClosedLine) => this.#lost(code)
      this.connection = await MemberConnection.open({ origin, room, token, hello, onAudio, onMessage, onClosed })
      attempt.outcome = 'in'
    } catch (failure) {
      attempt.outcome = failure instanceof ClosedLine ? failure.code : 'unreachable'
      throw failure
    } finally {
      attempt.endedAtMs = performance.now()
    }
  }

  #lost(code: number): void {
    const atMs = performance.now()
    this.connection = undefined
    if (this.#isOver) return
    this.losses.push({ atMs, code })
    const heldMs = atMs - (this.attempts.at(-1)?.endedAtMs ?? atMs)
    if (heldMs >= STABLE_AFTER_MS) this.#schedule = { attempt: 0, lostAtMs: atMs }
    void this.#comeBack(code)
  }

  async #comeBack(closedWith: number): Promise<void> {
    for (let code = closedWith; !this.#isOver; code = Number(this.attempts.at(-1)?.outcome)) {
      const what = afterClose(code)
      if (what === 'stop' || what === 'renew-token') return
      const { attempt, lostAtMs } = this.#schedule
      this.#schedule.attempt += 1
      const delayMs = reconnectDelayMs(attempt, performance.now() - lostAtMs, Math.random())
      await new Promise((resolve) => setTimeout(resolve, delayMs + (what === 'wait' ? WAIT_MS : 0)))
      await this.#mayReturn
      if (this.#isOver) return
      const isIn = await this.#connect().then(
        () => true,
        () => false, // what it was is among the attempts
      )
      if (isIn) return
    }
  }
}
