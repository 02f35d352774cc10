/**
 * The network worker: a room's WebSocket, away from the page, whose main thread may be busy or throttled. Packets come from
 * the capture worklet and go onto the line; messages come off it and go to the playout worklet. What to say and when is
 * src/client/session.ts's.
 *
 * Next: src/worker.ts on the way to the room, src/client/playout-worklet.ts on the way from it.
 */

import { offeredSubprotocols } from '../protocol/handshake.ts'
import { joinBytes } from '../protocol/join-bytes.ts'
import type { ReadEntry } from '../protocol/room-message.ts'
import { EarshotApi } from './api.ts'
import type { LineWish } from './capture-worklet.ts'
import { asEarshotError } from './errors.ts'
import type { Page } from './history.ts'
import type { LineMessage } from './playout-worklet.ts'
import { outcomeOf } from './post-outcome.ts'
import { Session } from './session.ts'
import type { Profile, SessionCommand, SessionEffect, SessionEvent } from './session-messages.ts'
import { TalkJournal } from './talk-journal.ts'
import { CLOSE_OF, Stall, type TroubleCommand } from './trouble.ts'
import type { Bytes } from './uplink.ts'

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

/** A page that has brought no token by then brings none; what was asked fails, and is asked again later. */
const TOKEN_WITHIN_MS = 10_000

/** Since 1970, for the expiry of tokens, by a clock that nobody sets while it runs. */
const nowMs = (): number => performance.timeOrigin + performance.now()

class NetworkWorker {
  readonly #start: WorkerStart
  readonly #session: Session
  readonly #api: EarshotApi
  readonly #journal: TalkJournal
  readonly #stall = new Stall()
  #socket: WebSocket | undefined
  /** The last one that the page gave, or the room. */
  #token = ''
  readonly #awaitingToken: (() => void)[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #timerAtMs: number | undefined

  constructor(start: WorkerStart) {
    this.#start = start
    this.#api = new EarshotApi(start.server)
    const { room, session, profile, page, capture } = start
    this.#journal = new TalkJournal(room, session)
    const bufferedBytes = () => this.#socket?.bufferedAmount ?? 0
    this.#session = new Session({ session, profile, random: Math.random, bufferedBytes }, nowMs())
    page.onmessage = ({ data }: MessageEvent<SessionCommand | TroubleCommand>) =>
      this.#stall.pass(() => this.#obey(data))
    capture.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#stall.pass(() => this.#capture(data))
    addEventListener('online', () => this.#stall.pass(() => this.#do(this.#session.online(nowMs()))))
    this.#do(this.#session.begin(nowMs()))
  }

  #obey(command: SessionCommand | TroubleCommand): void {
    if (command.type === 'trouble') this.#trouble(command)
    else this.#command(command)
  }

  #command(command: SessionCommand): void {
    if (command.type === 'token') this.#token = command.token
    if (command.type === 'token' || command.type === 'no-token') for (const go of this.#awaitingToken.splice(0)) go()
    this.#do(this.#session.commanded(command, nowMs()))
  }

  #capture(packet: ArrayBuffer): void {
    this.#do(this.#session.captured(new Uint8Array(packet), nowMs()))
  }

  #do(effects: readonly SessionEffect[]): void {
    for (const effect of effects) this.#carryOut(effect)
    const deadlineMs = this.#session.nextDeadlineMs()
    if (deadlineMs === this.#timerAtMs) return
    clearTimeout(this.#timer)
    this.#timerAtMs = deadlineMs
    if (deadlineMs !== undefined) this.#timer = setTimeout(() => this.#wake(), Math.max(0, deadlineMs - nowMs()))
  }

  #wake(): void {
    this.#timerAtMs = undefined
    this.#stall.pass(() => this.#do(this.#session.tick(nowMs())))
  }

  #carryOut(effect: SessionEffect): void {
    switch (effect.do) {
      case 'connect':
        this.#connect(effect.token)
        break
      case 'send':
        if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(effect.data)
        break
      case 'play':
        this.#start.playout.postMessage(effect.message satisfies LineMessage, [effect.message])
        break
      case 'drop-socket':
        this.#drop()
        break
      case 'fetch':
        this.#fetch(effect.page)
        break
      case 'encode':
        this.#start.capture.postMessage({ bitrate: effect.bitrate } satisfies LineWish)
        break
      case 'introduce':
        this.#start.playout.postMessage({ self: effect.self } satisfies LineMessage)
        break
      case 'post':
        this.#post(effect.packets)
        break
      case 'journal':
        if (effect.write === 'append') this.#journal.append(effect.packets)
        else this.#journal.writeAnew(effect.packets)
        break
      case 'tell':
        this.#tell(effect.event)
        break
      default:
        effect satisfies never
    }
  }

  /** The page ends this worker when it hears that all is over: the journal is put away before. */
  #tell(event: SessionEvent): void {
    const pass = () => this.#start.page.postMessage(event)
    if (event.type === 'renewed') this.#token = event.token
    if (event.type === 'closed') this.#journal.end().then(pass, pass)
    else pass()
  }

  #connect(token: string): void {
    this.#drop()
    const { server, room } = this.#start
    const url = new URL(`/v1/rooms/${encodeURIComponent(room)}/connect`, server)
    url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:'
    const socket = new WebSocket(url, offeredSubprotocols(token))
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    socket.onopen = () => this.#from(socket, () => this.#session.opened())
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      this.#from(socket, () =>
        typeof data === 'string' ? this.#session.received(data, nowMs()) : this.#session.heard(data, nowMs()),
      )
    }
    socket.onclose = ({ code, reason }) => {
      this.#from(socket, () => {
        this.#socket = undefined
        return this.#session.closed(code, reason, nowMs())
      })
    }
  }

  /** Something has come over `socket`; it does not count any more if another one has taken its place. */
  #from(socket: WebSocket, happen: () => SessionEffect[]): void {
    this.#stall.pass(() => {
      if (socket === this.#socket) this.#do(happen())
    })
  }

  #trouble({ trouble, forMs }: TroubleCommand): void {
    if (trouble === 'stall') this.#stall.begin(forMs)
    else this.#lose(trouble)
  }

  /** A drop leaves the old socket as it is, unheard: the room finds it replaced, as it does after a real one. */
  #lose(trouble: keyof typeof CLOSE_OF): void {
    const socket = this.#socket
    if (socket === undefined) return
    this.#socket = undefined
    if (trouble === 'deploy') socket.close()
    this.#do(this.#session.closed(CLOSE_OF[trouble], '', nowMs()))
  }

  /** Lets go of the socket: what still comes over it is not heard. */
  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
  }

  async #fetch(page: Page): Promise<void> {
    try {
      this.#do(this.#session.fetched(page.purpose, await this.#entries(page)))
    } catch (error) {
      this.#do(this.#session.fetchFailed(page.purpose, asEarshotError(error, 'unreachable'), nowMs()))
    }
  }

  #entries({ before, limit }: Page): Promise<ReadEntry[]> {
    return this.#withToken((token) => this.#api.entries({ room: this.#start.room, token, before, limit }))
  }

  async #post(packets: readonly Bytes[]): Promise<void> {
    const { room, session } = this.#start
    const bytes = joinBytes(packets)
    const post = this.#withToken((token) => this.#api.postTalk({ room, token, session, bytes, end: false }))
    const failure = await post.then(
      () => undefined,
      (error) => asEarshotError(error, 'unreachable'),
    )
    const outcome = failure === undefined ? 'stored' : outcomeOf(failure)
    this.#stall.pass(() => this.#do(this.#session.posted(outcome, nowMs(), failure?.retryAfterMs)))
  }

  /** The token may have expired since it opened the socket: then another one is asked for. */
  async #withToken<Answer>(ask: (token: string) => Promise<Answer>): Promise<Answer> {
    try {
      return await ask(this.#token)
    } catch (error) {
      if (asEarshotError(error, 'unreachable').code !== 'token-refused') throw error
      await this.#renewToken()
      return ask(this.#token)
    }
  }

  #renewToken(): Promise<void> {
    this.#start.page.postMessage({ type: 'token-wanted' } satisfies SessionEvent)
    return new Promise((resolve) => {
      this.#awaitingToken.push(resolve)
      setTimeout(resolve, TOKEN_WITHIN_MS)
    })
  }
}

addEventListener('message', ({ data }: MessageEvent<WorkerStart>) => new NetworkWorker(data), { once: true })
