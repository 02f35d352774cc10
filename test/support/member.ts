/**
 * A member of a room without a browser: it speaks `earshot.v1` by src/protocol over Node's own WebSocket, remembers all
 * that the room said, and answers when something awaited was said.
 */

import { unbundle } from '../../src/protocol/audio-message.ts'
import type { ClientMessage } from '../../src/protocol/client-message.ts'
import { offeredSubprotocols, PING, PING_INTERVAL_MS, PONG } from '../../src/protocol/handshake.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { type RoomMessage, type RoomMessageOf, readRoomMessage } from '../../src/protocol/room-message.ts'
import { randomId } from './random-id.ts'
import { until } from './until.ts'

export interface MemberOptions {
  origin: string
  room: string
  token: string
  name?: string
  /** A session to resume, and the last entry that it has. */
  session?: string
  after?: number
  /** Whether what it says may be kept. */
  keep?: boolean
  /** Keeps the line with pings, as a client does [C25]; one that does not is sent no audio after a while [W25]. */
  pings?: boolean
}

export class Member {
  readonly session: string
  /** Every control message of the room, in order. */
  readonly messages: RoomMessage[] = []
  /** Every packet heard, in order. */
  readonly packets: Packet[] = []
  pongs = 0
  closed: { code: number; reason: string } | undefined
  readonly #socket: WebSocket
  #pings = false
  #nextPing: ReturnType<typeof setTimeout> | undefined

  private constructor(socket: WebSocket, session: string) {
    this.#socket = socket
    this.session = session
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('message', ({ data }) => this.#take(data))
    socket.addEventListener('close', ({ code, reason }) => {
      this.closed = { code, reason }
      this.fallSilent()
    })
  }

  /** Connects, says hello and answers when the room has said welcome. */
  static async join(options: MemberOptions) {
    const { origin, room, token, name = 'Ann', session = randomId(), after = 0, keep = false, pings = false } = options
    const url = `${origin.replace('http', 'ws')}/v1/rooms/${room}/connect`
    const socket = new WebSocket(url, offeredSubprotocols(token))
    const member = new Member(socket, session)
    await until(() => socket.readyState !== WebSocket.CONNECTING, 'the socket to open')
    member.send({ type: 'hello', session, name, muted: false, deafened: false, keep, aside: false, after })
    await member.said('welcome')
    if (pings) member.keepLine()
    return member
  }

  get welcome(): RoomMessageOf<'welcome'> {
    return this.all('welcome')[0] as RoomMessageOf<'welcome'>
  }

  get number(): number {
    return this.welcome.self.member
  }

  /** The log as this socket was told it. */
  get entries(): RoomMessageOf<'entry'>['entries'] {
    return this.all('entry').flatMap(({ entries }) => entries)
  }

  all<T extends RoomMessage['type']>(type: T): RoomMessageOf<T>[] {
    return this.messages.filter((message): message is RoomMessageOf<T> => message.type === type)
  }

  /** The first message of `type` that `fits`, as soon as it has come. */
  said<T extends RoomMessage['type']>(type: T, fits: (message: RoomMessageOf<T>) => boolean = () => true) {
    const look = () => {
      const found = this.all(type).find(fits)
      if (found === undefined && this.closed) throw new Error(`Closed with ${JSON.stringify(this.closed)}`)
      return found
    }
    return until(look, `"${type}" at member ${this.all('welcome')[0]?.self.member ?? '?'}`)
  }

  /** Stores `text` in the log; answers its entry's number. */
  async say(text: string, id = randomId()): Promise<number> {
    this.send({ type: 'say', id, text })
    return (await this.said('ack', (ack) => ack.id === id)).number
  }

  send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message))
  }

  sendAudio(message: Uint8Array<ArrayBuffer>): void {
    this.#socket.send(message)
  }

  ping(): void {
    this.#socket.send(PING)
  }

  /** Pings from now on, one second after each pong. */
  keepLine(): void {
    this.#pings = true
    this.ping()
  }

  /** Pings no more: to the room it is a listener whose line stands still. */
  fallSilent(): void {
    this.#pings = false
    clearTimeout(this.#nextPing)
  }

  /** Goes without a word, and without waiting for what comes of it. */
  hangUp(): void {
    this.#socket.close(1000)
  }

  /** Goes without saying `leave`, as a lost line does: to the others it is *reconnecting*. */
  async close(): Promise<void> {
    this.hangUp()
    await until(() => this.closed, 'the socket to close')
  }

  #take(data: string | ArrayBuffer): void {
    if (data === PONG) this.#ponged()
    else if (typeof data === 'string') {
      const message = readRoomMessage(data)
      if (message !== undefined) this.messages.push(message)
    } else {
      const reading = unbundle(new Uint8Array(data))
      if (reading.ok) this.packets.push(...reading.packets)
    }
  }

  #ponged(): void {
    this.pongs += 1
    if (this.#pings) this.#nextPing = setTimeout(() => this.ping(), PING_INTERVAL_MS)
  }
}
