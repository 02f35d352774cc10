/**
 * An Earshot whose rooms are all one: a live room of src/room in this process, in which as many listen as a test likes.
 * Pages come to it over real sockets and are told what a room tells; the listeners cost no sockets.
 */

import { type ServerSocket, WebSocketServer } from 'ws'
import { PING, PONG, SUBPROTOCOL } from '../../src/protocol/handshake.ts'
import type { Role } from '../../src/protocol/roles.ts'
import type { Effect } from '../../src/room/effect.ts'
import { arrivalOf, RoomLab } from './room-lab.ts'
import { Site } from './site.ts'

/** The room's timers are looked at this often. */
const TICK_MS = 50

export class HallSite {
  readonly site: Site
  readonly #lab: RoomLab
  readonly #sockets = new Map<string, ServerSocket>()
  readonly #timer: ReturnType<typeof setInterval>
  readonly #listeners: readonly string[]
  readonly #beganAtMs: number

  private constructor(site: Site, lab: RoomLab, listeners: readonly string[]) {
    this.site = site
    this.#lab = lab
    this.#listeners = listeners
    this.#beganAtMs = performance.now() - lab.nowMs
    this.#timer = setInterval(() => this.#happen(() => lab.do(lab.room.tick(lab.nowMs))), TICK_MS)
  }

  /** Stands before the Earshot at `port`; in its room there are `names` already, and pages come to it as `pagesAre`. */
  static async start(port: number, names: readonly string[], pagesAre: Role = 'speaker'): Promise<HallSite> {
    const lab = new RoomLab()
    for (const name of names) lab.join(name)
    lab.forget()
    const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => SUBPROTOCOL })
    const site = await Site.start(port, {
      upgrade: (incoming, socket, head) => {
        sockets.handleUpgrade(incoming, socket, head, (connected) => hall.#connect(connected, pagesAre))
        return true
      },
    })
    const hall: HallSite = new HallSite(site, lab, names)
    return hall
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.site.close()
  }

  #connect(socket: ServerSocket, role: Role): void {
    const connection = `page-${this.#sockets.size}`
    this.#sockets.set(connection, socket)
    this.#happen(() => this.#lab.open(connection, arrivalOf(connection, role)))
    socket.on('message', (data, isBinary) => this.#happen(() => this.#receive(connection, data, isBinary)))
    socket.on('close', () => this.#happen(() => this.#lab.do(this.#lab.room.closed(connection, this.#lab.nowMs))))
  }

  #receive(connection: string, data: Buffer, isBinary: boolean): void {
    const lab = this.#lab
    if (isBinary) {
      lab.do(lab.room.audioReceived(connection, Uint8Array.from(data), lab.nowMs))
      return
    }
    const text = data.toString()
    if (text === PING) {
      lab.pongs.set(connection, lab.nowMs)
      this.#sockets.get(connection)?.send(PONG)
      return
    }
    for (const effect of lab.send(connection, text)) {
      if (effect.do === 'admit') lab.do(lab.room.admitted(connection, lab.admission(effect.request), lab.nowMs))
    }
  }

  /** Lets something happen now, and carries out what the room makes of it for those who have a socket. */
  #happen(happen: () => void): void {
    const lab = this.#lab
    lab.nowMs = performance.now() - this.#beganAtMs
    for (const listener of this.#listeners) lab.pongs.set(listener, lab.nowMs)
    happen()
    for (const { by, bytes } of lab.heard) this.#sockets.get(by)?.send(bytes)
    for (const effect of lab.effects) this.#carryOut(effect)
    lab.forget()
  }

  #carryOut(effect: Effect<string>): void {
    if (effect.do === 'close') this.#sockets.get(effect.connection)?.close(effect.code, effect.reason)
    if (effect.do !== 'send') return
    for (const connection of effect.to) this.#sockets.get(connection)?.send(JSON.stringify(effect.message))
  }
}
