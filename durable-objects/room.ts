/**
 * The Room object: Cloudflare's half of a live room. It turns socket events into calls on `LiveRoom` and carries out
 * what comes back. It must not touch storage or alarms: every `send` would wait for the write (docs/architecture.md).
 *
 * Next: src/room/live-room.ts
 */

import { DurableObject } from 'cloudflare:workers'
import { CLOSE, closeReason } from '../src/protocol/close-codes.ts'
import { PING, PONG, SUBPROTOCOL } from '../src/protocol/handshake.ts'
import type { Entry } from '../src/protocol/room-message.ts'
import { ARRIVAL_HEADER, type Arrival } from '../src/room/arrival.ts'
import type { Effect } from '../src/room/effect.ts'
import type { ClipNews } from '../src/room/lists.ts'
import { LiveRoom, type RoomCounters } from '../src/room/live-room.ts'
import type { Attachment } from '../src/room/member.ts'
import { SteadyClock } from '../src/room/steady-clock.ts'
import { logFailure } from './failure-log.ts'

/** RFC 6455 §7.4.1: codes that stand for "no close frame"; they cannot be sent, so the answer is a normal close. */
const UNSENDABLE_CODES = [1005, 1006, 1015]

export class Room extends DurableObject<Env> {
  readonly #room = new LiveRoom<WebSocket>(
    {
      sendAudio: (socket, bytes) => send(socket, bytes),
      bufferedBytes,
      lastPongAtMs: (socket) => this.#lastPongAtMs(socket),
    },
    Number(this.env.ROOM_MEMBERS) || undefined,
  )
  readonly #clock = new SteadyClock()
  #archiveStub: ReturnType<Env['ARCHIVES']['getByName']> | undefined
  #timer: { atMs: number; handle: ReturnType<typeof setTimeout> } | undefined

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG))
    for (const socket of ctx.getWebSockets()) {
      const attachment: Attachment | null = socket.deserializeAttachment()
      if (attachment !== null) this.#room.restore(socket, attachment, this.#nowMs())
    }
  }

  /** The upgrade of somebody whose token the Worker has checked; nothing else reaches this. */
  override async fetch(request: Request): Promise<Response> {
    const arrival: Arrival = JSON.parse(request.headers.get(ARRIVAL_HEADER) ?? 'null')
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    this.#carryOut(this.#room.opened(server, arrival, this.#nowMs()))
    return new Response(null, { status: 101, webSocket: client, headers: { 'Sec-WebSocket-Protocol': SUBPROTOCOL } })
  }

  /** Synchronous: packets of one socket would overtake each other across an `await`. */
  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    this.#carryOut(
      typeof message === 'string'
        ? this.#room.controlReceived(socket, message, this.#nowMs())
        : this.#room.audioReceived(socket, new Uint8Array(message), this.#nowMs()),
    )
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    close(socket, UNSENDABLE_CODES.includes(code) ? CLOSE.normal : code, reason)
    this.#carryOut(this.#room.closed(socket, this.#nowMs()))
  }

  override webSocketError(socket: WebSocket): void {
    this.#carryOut(this.#room.closed(socket, this.#nowMs()))
  }

  /** Called by the Archive with new entries of the log, in order. */
  async deliver(entries: Entry[]): Promise<void> {
    this.#carryOut(this.#room.entriesReceived(entries, 'pushed', this.#nowMs()))
  }

  /** Called by the Archive with what everybody is to know of talks and clips. */
  async tell(news: ClipNews): Promise<void> {
    this.#carryOut(this.#room.told(news))
  }

  /** What this room has done since it woke; for benches, tests and whoever watches. */
  async counters(): Promise<RoomCounters & { bufferedBytes: number }> {
    const waiting = this.ctx.getWebSockets().reduce((sum, socket) => sum + bufferedBytes(socket), 0)
    return { ...this.#room.counters, bufferedBytes: waiting }
  }

  #nowMs(): number {
    return this.#clock.read(Date.now())
  }

  #lastPongAtMs(socket: WebSocket): number | undefined {
    const answered = this.ctx.getWebSocketAutoResponseTimestamp(socket)
    return answered === null ? undefined : this.#clock.at(answered.getTime())
  }

  /** One stub for all calls: only those over one stub arrive in the order in which they were made. */
  get #archive() {
    this.#archiveStub ??= this.env.ARCHIVES.getByName(this.ctx.id.name ?? '')
    return this.#archiveStub
  }

  /** A stub whose object has failed stays broken. */
  #failed(during: string, error: unknown): void {
    logFailure(during, error)
    this.#archiveStub = undefined
  }

  #carryOut(effects: readonly Effect<WebSocket>[]): void {
    for (const effect of effects) this.#carryOutOne(effect)
    this.#setTimer()
  }

  #carryOutOne(effect: Effect<WebSocket>): void {
    switch (effect.do) {
      case 'send': {
        const text = JSON.stringify(effect.message)
        for (const socket of effect.to) send(socket, text)
        break
      }
      case 'close':
        close(effect.connection, effect.code, effect.reason)
        break
      case 'attach':
        effect.connection.serializeAttachment(effect.attachment)
        break
      case 'admit':
        void this.#admit(effect)
        break
      case 'append':
        void this.#append(effect)
        break
      case 'recall':
        void this.#recall(effect)
        break
      case 'release':
        void this.#release(effect)
        break
      case 'consent':
        void this.#consent(effect)
        break
      case 'spool':
        void this.#spool(effect)
        break
      case 'pull':
        void this.#pull(effect)
        break
      default:
        effect satisfies never
    }
  }

  async #admit({ connection, request }: Effect<WebSocket> & { do: 'admit' }): Promise<void> {
    try {
      const admission = await this.#archive.admit(request)
      this.#carryOut(this.#room.admitted(connection, admission, this.#nowMs()))
    } catch (error) {
      this.#failed('admit', error)
      this.#carryOut(this.#room.admissionFailed(connection, this.#nowMs()))
    }
  }

  async #append({ connection, request }: Effect<WebSocket> & { do: 'append' }): Promise<void> {
    try {
      const appended = await this.#archive.append(request)
      this.#carryOut(this.#room.answers.appended(connection, request.id, appended))
    } catch (error) {
      this.#failed('append', error)
      this.#carryOut(this.#room.answers.appendFailed(connection, request.id))
    }
  }

  async #recall({ connection, person, id }: Effect<WebSocket> & { do: 'recall' }): Promise<void> {
    try {
      const number = await this.#archive.numberOf(person, id)
      this.#carryOut(this.#room.answers.recalled(connection, id, number))
    } catch (error) {
      this.#failed('recall', error)
      this.#carryOut(this.#room.answers.appendFailed(connection, id))
    }
  }

  async #release({ do: _, ...departure }: Effect<WebSocket> & { do: 'release' }): Promise<void> {
    try {
      await this.#archive.release(departure)
    } catch (error) {
      this.#failed('release', error) // the Archive forgets the session by itself, later
    }
  }

  async #spool({ connection, request }: Effect<WebSocket> & { do: 'spool' }): Promise<void> {
    try {
      await this.#archive.spool(request)
      this.#carryOut(this.#room.keeping.answered(connection, request.bytes.length, request))
    } catch (error) {
      this.#failed('spool', error) // its speaker has it still, and posts it
      this.#carryOut(this.#room.keeping.answered(connection, request.bytes.length, undefined))
    }
  }

  async #consent({ do: _, ...consent }: Effect<WebSocket> & { do: 'consent' }): Promise<void> {
    try {
      await this.#archive.consent(consent)
    } catch (error) {
      this.#failed('consent', error) // it is told again with what is spooled, and when the member leaves
    }
  }

  async #pull({ after }: Effect<WebSocket> & { do: 'pull' }): Promise<void> {
    try {
      const entries = await this.#archive.entriesAfter(after)
      this.#carryOut(this.#room.entriesReceived(entries, 'pulled', this.#nowMs()))
    } catch (error) {
      this.#failed('pull', error) // the next entry shows the same gap, and is pulled then
    }
  }

  /** A timer keeps the object awake: there is one only while audio flows, somebody is *reconnecting*, or news waits to be told. */
  #setTimer(): void {
    const atMs = this.#room.nextDeadlineMs()
    if (atMs === this.#timer?.atMs) return
    if (this.#timer !== undefined) clearTimeout(this.#timer.handle)
    const ring = () => {
      this.#timer = undefined
      this.#carryOut(this.#room.tick(this.#nowMs()))
    }
    this.#timer = atMs === undefined ? undefined : { atMs, handle: setTimeout(ring, Math.max(0, atMs - this.#nowMs())) }
  }
}

/** A runtime before November 2026 does not tell. */
const bufferedBytes = (socket: WebSocket): number => socket.bufferedAmount ?? 0

function send(socket: WebSocket, data: string | Uint8Array): void {
  try {
    socket.send(data)
  } catch {
    // TypeError: the socket is closing; `webSocketClose` follows and the member is dealt with there
  }
}

function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, closeReason(reason))
  } catch {
    // InvalidAccessError: a client closed with a code that no server may send. Then a normal close is the answer.
    socket.close(CLOSE.normal)
  }
}
