/**
 * The SDK's room on a live room of src/room, with a line between them that takes no time: every message is the real one,
 * under the lab's clock, without a network, a worker or sound.
 */

import { OwnState } from '../../src/client/own-state.ts'
import { Room } from '../../src/client/room.ts'
import { Session } from '../../src/client/session.ts'
import type { SessionPort } from '../../src/client/session-link.ts'
import type { SessionCommand, SessionEffect, SessionEvent } from '../../src/client/session-messages.ts'
import type { TroubleCommand } from '../../src/client/trouble.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import { PING, PONG } from '../../src/protocol/handshake.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { FakeSound } from './fake-sound.ts'
import { randomId } from './random-id.ts'
import { packetAt, type RoomLab } from './room-lab.ts'
import { wiredParts } from './staged-room.ts'

/** This client's socket in the lab. */
const ME = 'me'

export class WiredRoom implements SessionPort {
  onEvent: (event: SessionEvent) => void
  readonly room: Room
  readonly #lab: RoomLab
  readonly #session: Session
  /** Messages of the lab that have been handed on. */
  #delivered = 0

  /** Joins the lab's room. */
  constructor(lab: RoomLab) {
    this.#lab = lab
    const profile = { name: 'Me', muted: false, deafened: false, keep: false }
    const options = { session: randomId(), profile, random: () => 0.5, bufferedBytes: () => 0 }
    this.#session = new Session(options, lab.nowMs)
    const events: SessionEvent[] = []
    this.onEvent = (event) => void events.push(event)
    this.#do(this.#session.begin(lab.nowMs))
    this.tell({ type: 'token', token: 't' })
    const welcome = events.find((event) => event.type === 'welcome')
    if (welcome === undefined) throw new Error('The lab said no welcome.')
    const parts = wiredParts(new FakeSound())
    this.room = new Room({ welcome, own: new OwnState(profile), session: this, ...parts, release: () => {} })
    for (const event of events) this.onEvent(event)
    this.settle()
  }

  tell(command: SessionCommand | TroubleCommand): void {
    if (command.type !== 'trouble') this.#do(this.#session.commanded(command, this.#lab.nowMs))
  }

  close(): void {}

  /** This client says a packet. */
  say(slot: number, fields: Partial<Packet> = {}): void {
    const packet = Uint8Array.from(bundle([packetAt(slot, fields)]))
    this.#do(this.#session.captured(packet, this.#lab.nowMs))
  }

  /** Lets both sides do what is due by now, and brings what the room has said. */
  settle(): void {
    this.#do(this.#session.tick(this.#lab.nowMs))
    this.#lab.do(this.#lab.room.tick(this.#lab.nowMs))
    this.#deliver()
  }

  #do(effects: readonly SessionEffect[]): void {
    for (const effect of effects) {
      if (effect.do === 'tell') this.onEvent(effect.event)
      else if (effect.do === 'send') this.#send(effect.data)
      else if (effect.do === 'connect') {
        this.#lab.open(ME)
        this.#do(this.#session.opened())
      }
    }
  }

  #send(data: string | Uint8Array<ArrayBuffer>): void {
    const lab = this.#lab
    if (data === PING) {
      lab.pongs.set(ME, lab.nowMs)
      this.#do(this.#session.received(PONG, lab.nowMs))
      return
    }
    const effects = typeof data === 'string' ? lab.send(ME, data) : lab.do(lab.room.audioReceived(ME, data, lab.nowMs))
    for (const effect of effects) {
      if (effect.do === 'admit') lab.do(lab.room.admitted(ME, lab.admission(effect.request), lab.nowMs))
    }
    this.#deliver()
  }

  #deliver(): void {
    for (const message of this.#lab.told(ME).slice(this.#delivered)) {
      this.#delivered += 1
      this.#do(this.#session.received(JSON.stringify(message), this.#lab.nowMs))
    }
  }
}
