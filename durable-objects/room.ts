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
import { mintParticipantToken } from '../src/tokens/participant-token.ts'
import { readSigningKeys } from '../src/tokens/signing-keys.ts'
import { ArchiveLine } from './archive-line.ts'
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
  readonly #name = this.ctx.id.name ?? ''
  readonly #archive = new ArchiveLine({
    room: this.#room,
    archives: this.env.ARCHIVES,
    name: this.#name,
    nowMs: () => this.#nowMs(),
    carryOut: (effects) => this.#carryOut(effects),
  })
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

  /** How many are here, those *reconnecting* among them; for the list of live rooms. */
  async headcount(): Promise<number> {
    return this.#room.counters.members
  }

  /** Raises somebody's hand, or lowers it; the Archive has judged who asks. */
  async raise({ person, raised }: { person: string; raised: boolean }): Promise<void> {
    this.#carryOut(this.#room.raised(person, raised, this.#nowMs()))
  }

  /** Called by the Archive when the room is no more: everybody is out. */
  async destroyed(): Promise<void> {
    this.#carryOut(this.#room.destroyed(this.#nowMs()))
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
      case 'mint':
        void this.#mint(effect)
        break
      default:
        this.#archive.carryOut(effect)
    }
  }

  async #mint({ connection, participant }: Effect<WebSocket> & { do: 'mint' }): Promise<void> {
    try {
      const keys = readSigningKeys(this.env.TOKEN_KEYS)
      const minted = await mintParticipantToken({ ...participant, room: this.#name }, keys, Date.now())
      this.#carryOut(this.#room.renewals.minted(connection, minted))
    } catch (error) {
      logFailure('mint', error) // whoever hears nothing asks again
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
