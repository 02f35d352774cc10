/**
 * The network worker: a room's WebSocket, away from the page, whose main thread may be busy or throttled. Packets come from
 * the capture worklet and go onto the line; messages come off it and go to the playout worklet. What to say and when is
 * src/client/session.ts's.
 *
 * Next: src/worker.ts on the way to the room, src/client/playout-worklet.ts on the way from it.
 */

import { offeredSubprotocols } from '../protocol/handshake.ts'
import type { ReadEntry } from '../protocol/room-message.ts'
import { EarshotApi } from './api.ts'
import { asEarshotError } from './errors.ts'
import type { Page } from './history.ts'
import type { LineMessage } from './playout-worklet.ts'
import { Session } from './session.ts'
import type { Profile, SessionCommand, SessionEffect, SessionEvent } from './session-messages.ts'

/** What the page sends a new worker, once. */
export interface WorkerStart {
  /** An origin, `https://voice.example`. */
  server: string
  room: string
  session: string
  profile: Profile
  /** Commands come from the page, events go there. */
  page: MessagePort
  /** Packets, each a transferred `ArrayBuffer`. */
  capture: MessagePort
  playout: MessagePort
}

/** Since 1970, for the expiry of tokens, by a clock that nobody sets while it runs. */
const nowMs = (): number => performance.timeOrigin + performance.now()

class NetworkWorker {
  readonly #start: WorkerStart
  readonly #session: Session
  readonly #api: EarshotApi
  #socket: WebSocket | undefined
  /** The last one that the page gave. */
  #token = ''
  readonly #awaitingToken: (() => void)[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(start: WorkerStart) {
    this.#start = start
    this.#api = new EarshotApi(start.server)
    const { session, profile, page, capture } = start
    this.#session = new Session({ session, profile, random: Math.random }, nowMs())
    page.onmessage = ({ data }: MessageEvent<SessionCommand>) => this.#obey(data)
    capture.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#sendAudio(data)
    addEventListener('online', () => this.#do(this.#session.online(nowMs())))
    this.#do(this.#session.begin(nowMs()))
  }

  #obey(command: SessionCommand): void {
    if (command.type === 'token') this.#token = command.token
    if (command.type === 'token' || command.type === 'no-token') for (const go of this.#awaitingToken.splice(0)) go()
    this.#do(this.#session.commanded(command, nowMs()))
  }

  #sendAudio(packet: ArrayBuffer): void {
    const socket = this.#socket
    if (socket?.readyState !== WebSocket.OPEN) return
    if (this.#session.admits(new Uint8Array(packet), socket.bufferedAmount, nowMs())) socket.send(packet)
  }

  #do(effects: readonly SessionEffect[]): void {
    for (const effect of effects) this.#carryOut(effect)
    clearTimeout(this.#timer)
    const deadlineMs = this.#session.nextDeadlineMs()
    if (deadlineMs === undefined) return
    this.#timer = setTimeout(() => this.#do(this.#session.tick(nowMs())), Math.max(0, deadlineMs - nowMs()))
  }

  #carryOut(effect: SessionEffect): void {
    switch (effect.do) {
      case 'connect':
        this.#connect(effect.token)
        break
      case 'send':
        if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(effect.data)
        break
      case 'drop-socket':
        this.#drop()
        break
      case 'fetch':
        this.#fetch(effect.page)
        break
      case 'introduce':
        this.#start.playout.postMessage({ self: effect.self } satisfies LineMessage)
        break
      case 'tell':
        this.#start.page.postMessage(effect.event)
        break
      default:
        effect satisfies never
    }
  }

  #connect(token: string): void {
    this.#drop()
    const { server, room } = this.#start
    const url = new URL(`/v1/rooms/${encodeURIComponent(room)}/connect`, server)
    url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:'
    const socket = new WebSocket(url, offeredSubprotocols(token))
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    socket.onopen = () => this.#do(this.#session.opened())
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.#do(this.#session.received(data, nowMs()))
      else this.#start.playout.postMessage(data satisfies LineMessage, [data])
    }
    socket.onclose = ({ code, reason }) => {
      this.#socket = undefined
      this.#do(this.#session.closed(code, reason, nowMs()))
    }
  }

  /** Lets go of the socket: what still comes over it is not heard. */
  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    if (socket === undefined) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }

  async #fetch(page: Page): Promise<void> {
    try {
      this.#do(this.#session.fetched(page.purpose, await this.#entries(page)))
    } catch (error) {
      this.#do(this.#session.fetchFailed(page.purpose, asEarshotError(error, 'unreachable').code, nowMs()))
    }
  }

  /** A page of the log; the token may have expired since it opened the socket, then another is asked for. */
  async #entries({ before, limit }: Page): Promise<ReadEntry[]> {
    const ask = () => this.#api.entries({ room: this.#start.room, token: this.#token, before, limit })
    try {
      return await ask()
    } catch (error) {
      if (asEarshotError(error, 'unreachable').code !== 'token-refused') throw error
      await this.#renewToken()
      return ask()
    }
  }

  #renewToken(): Promise<void> {
    this.#start.page.postMessage({ type: 'token-wanted' } satisfies SessionEvent)
    return new Promise((resolve) => this.#awaitingToken.push(resolve))
  }
}

addEventListener('message', ({ data }: MessageEvent<WorkerStart>) => new NetworkWorker(data), { once: true })
