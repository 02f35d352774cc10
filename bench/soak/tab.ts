/**
 * One tab of a speaker, which is one session: says packets over a line that comes back whenever it is lost, and holds by
 * the SDK's own rules what the server has not stored, on the line and in a journal for the tab that comes after it.
 *
 * Next: src/client/session-keeping.ts
 */

import { asEarshotError } from '../../src/client/errors.ts'
import { outcomeOf, type PostOutcome } from '../../src/client/post-outcome.ts'
import { SessionKeeping } from '../../src/client/session-keeping.ts'
import type { SessionEffect } from '../../src/client/session-messages.ts'
import type { Bytes } from '../../src/client/uplink.ts'
import { joinBytes } from '../../src/protocol/join-bytes.ts'
import { slotAt, viewOf } from '../../src/protocol/packet.ts'
import type { RoomMessage, RoomMessageOf } from '../../src/protocol/room-message.ts'
import { randomId } from '../../test/support/random-id.ts'
import type { OnAudio } from '../load/line.ts'
import { MemberConnection } from '../load/member-connection.ts'
import { after } from '../trials/moment.ts'
import type { Pass } from './pass.ts'
import type { SpokenPacket } from './spoken.ts'

export interface TabOptions {
  origin: string
  pass: Pass
  name: string
  random: () => number
  /** The last entry of the log that this person has. */
  lastEntry: () => number
  onMessage: (message: RoomMessage) => void
  onAudio: OnAudio | undefined
}

/** docs/protocol.md, R2: the first attempt. Later ones come sooner than it says: here the server is away every few seconds. */
const FIRST_WITHIN_MS = 100
const AGAIN_WITHIN_MS = 400

export class Tab {
  readonly session = randomId()
  /** What the next tab would find on disk. */
  journal: readonly Bytes[] = []
  connection: MemberConnection | undefined
  /** What the SDK would tell its user to be lost. */
  readonly complaints: string[] = []
  readonly #options: TabOptions
  readonly #keeping: SessionKeeping
  readonly #said = new Map<number, SpokenPacket>()
  /** Slots of what was sent on this connection. */
  readonly #onLine = new Set<number>()
  #timer: NodeJS.Timeout | undefined
  #isOver = false

  /** Resolves when it is in. */
  static async open(options: TabOptions): Promise<Tab> {
    const tab = new Tab(options)
    await tab.#comeIn()
    return tab
  }

  private constructor(options: TabOptions) {
    this.#options = options
    this.#keeping = new SessionKeeping(options.random)
    this.#keeping.follow({ muted: false, keep: true }, performance.now())
  }

  /** Everything said here is stored, or refused. */
  get isKept(): boolean {
    return this.#keeping.isDone
  }

  /** `record` is undefined for the end of a talk without sound. */
  say(bytes: Bytes, record: SpokenPacket | undefined): void {
    if (record !== undefined) this.#said.set(record.slot, record)
    const nowMs = performance.now()
    this.#carryOut(this.#keeping.captured(bytes, nowMs))
    const became = this.connection?.send(bytes) ?? 'offline'
    if (became === 'offline') return
    this.#onLine.add(slotAt(viewOf(bytes), 0))
    this.#carryOut(this.#keeping.sent(bytes, nowMs))
  }

  async leave(): Promise<void> {
    this.#end()
    await this.connection?.leave()
  }

  /** Closed without a word, as a browser that crashes. */
  vanish(): void {
    this.#end()
    this.connection?.destroy()
  }

  /** A tab that came later has handed in these packets. */
  acknowledge(packets: readonly Bytes[]): void {
    for (const bytes of packets) this.#acknowledge(slotAt(viewOf(bytes), 0))
  }

  #end(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }

  async #comeIn(): Promise<void> {
    for (let withinMs = FIRST_WITHIN_MS; !this.#isOver; withinMs = AGAIN_WITHIN_MS) {
      await after(withinMs * this.#options.random())
      const isIn = await this.#connect().then(
        () => true,
        () => false, // the server is away: it is tried until it is not
      )
      if (isIn) return
    }
  }

  async #connect(): Promise<void> {
    const { origin, pass, name, lastEntry, onAudio } = this.#options
    const token = await pass.token()
    const hello = { type: 'hello', session: this.session, name, muted: false, deafened: false, keep: true } as const
    const connection: MemberConnection = await MemberConnection.open({
      ...{ origin, room: pass.room, token, hello: { ...hello, aside: false, after: lastEntry() } },
      onAudio: onAudio ?? (() => {}),
      onMessage: (message) => this.#understand(message),
      onClosed: () => this.#lost(),
    })
    this.connection = connection
    if (this.#isOver) connection.destroy()
  }

  #lost(): void {
    this.connection = undefined
    this.#onLine.clear()
    this.#keeping.lost()
    if (!this.#isOver) void this.#comeIn()
  }

  #understand(message: RoomMessage): void {
    if (message.type === 'welcome') this.#keeping.welcomed(message)
    else if (message.type === 'state') this.#keeping.changed(message)
    else if (message.type === 'kept') this.#kept(message)
    this.#setTimer()
    this.#options.onMessage(message)
  }

  #kept({ from, to }: RoomMessageOf<'kept'>): void {
    for (const slot of this.#onLine) {
      if (slot < from || slot > to) continue
      this.#acknowledge(slot)
      this.#onLine.delete(slot)
    }
    this.#carryOut(this.#keeping.kept({ from, to }, performance.now()))
  }

  #acknowledge(slot: number): void {
    const record = this.#said.get(slot)
    if (record !== undefined) record.acknowledgedAtMs ??= performance.now()
  }

  #carryOut(effects: readonly SessionEffect[]): void {
    for (const effect of effects) {
      if (effect.do === 'post') void this.#post(effect.packets)
      else if (effect.do === 'journal') {
        this.journal = effect.write === 'append' ? [...this.journal, ...effect.packets] : effect.packets
      } else if (effect.do === 'tell' && effect.event.type === 'talk-lost') this.complaints.push(effect.event.why)
    }
    this.#setTimer()
  }

  async #post(packets: readonly Bytes[]): Promise<void> {
    const outcome = await this.#outcomeOfPost(packets)
    if (outcome === 'stored') this.acknowledge(packets)
    if (!this.#isOver) this.#carryOut(this.#keeping.posted(outcome, performance.now()))
  }

  async #outcomeOfPost(packets: readonly Bytes[]): Promise<PostOutcome> {
    const { api, room } = this.#options.pass
    try {
      const token = await this.#options.pass.token()
      await api.postTalk({ room, token, session: this.session, bytes: joinBytes(packets), end: false })
      return 'stored'
    } catch (error) {
      return outcomeOf(asEarshotError(error, 'unreachable'))
    }
  }

  #setTimer(): void {
    clearTimeout(this.#timer)
    const dueAtMs = this.#keeping.nextDeadlineMs()
    if (dueAtMs === undefined || this.#isOver) return
    const ring = () => this.#carryOut(this.#keeping.tick(performance.now()))
    this.#timer = setTimeout(ring, Math.max(1, dueAtMs - performance.now()))
  }
}
