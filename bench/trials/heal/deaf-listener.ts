/** A listener who reports as it is asked to, only that one of the speakers never shows in what it reports. */

import { Reporting } from '../../../src/client/reporting.ts'
import type { ClientMessage } from '../../../src/protocol/client-message.ts'
import { offeredSubprotocols, PING, PONG } from '../../../src/protocol/handshake.ts'
import { readRoomMessage } from '../../../src/protocol/room-message.ts'
import { randomId } from '../../../test/support/random-id.ts'
import { requestToken } from '../../../test/support/room.ts'
import { until } from '../../../test/support/until.ts'
import { Pinging } from '../../load/pinging.ts'
import { WireSocket } from '../../load/wire-socket.ts'
import type { Hall } from '../hall.ts'

export class DeafListener {
  number = 0
  reports = 0
  /** The code of the connection's end. */
  closed: number | undefined
  readonly #missing: number
  readonly #reporting = new Reporting(() => 0)
  readonly #pinging = new Pinging(
    () => this.#socket?.sendText(PING),
    () => this.#socket?.destroy(),
  )
  #socket: WireSocket | undefined
  #timer: NodeJS.Timeout | undefined

  /** `missing` is the number of the speaker that it does not name. */
  static async join({ origin, room, guestSecret }: Hall, missing: number): Promise<DeafListener> {
    const listener = new DeafListener(missing)
    const token = await requestToken(origin, room, guestSecret)
    const url = `${origin.replace('http', 'ws')}/v1/rooms/${room}/connect`
    listener.#socket = await WireSocket.open(url, { subprotocols: offeredSubprotocols(token) }, listener.#events)
    listener.#pinging.begin()
    const switches = { muted: true, deafened: false, keep: false, aside: false, after: 0 }
    listener.#say({ type: 'hello', session: randomId(), name: 'Deaf', ...switches })
    await until(() => listener.number > 0, 'the welcome')
    return listener
  }

  private constructor(missing: number) {
    this.#missing = missing
  }

  get #events() {
    return {
      text: (text: string) => (text === PONG ? this.#pinging.pong() : this.#understand(text)),
      binary: (bytes: Uint8Array) => this.#reporting.heard(bytes),
      closed: (code: number) => {
        this.closed = code
        this.#pinging.stop()
        clearTimeout(this.#timer)
      },
    }
  }

  #understand(text: string): void {
    const message = readRoomMessage(text)
    if (message?.type === 'welcome') this.number = message.self.member
    if (message?.type !== 'pace') return
    this.#reporting.every(message.reportEveryMs, performance.now())
    this.#reportLater()
  }

  #reportLater(): void {
    clearTimeout(this.#timer)
    const dueAtMs = this.#reporting.nextDeadlineMs()
    if (dueAtMs === undefined) return
    this.#timer = setTimeout(() => this.#report(), Math.max(0, dueAtMs - performance.now()))
  }

  #report(): void {
    const speakers = this.#reporting.tick(performance.now())
    if (speakers !== undefined) {
      this.#say({ type: 'report', speakers: speakers.filter(({ member }) => member !== this.#missing) })
      this.reports += 1
    }
    this.#reportLater()
  }

  #say(message: ClientMessage): void {
    this.#socket?.sendText(JSON.stringify(message))
  }
}
