/**
 * Turns what arrives from one speaker, late, twice, in any order or not at all, into what is played, in order and on
 * time. It decides, per 10 ms or per packet, between four things: play this packet, conceal a slot that is lost, stretch
 * what was played while the next packet is late, be silent.
 *
 * Whatever arrives, no slot is played twice or after a later one, memory stays bounded, and a delay that has grown comes
 * back [W18–W21].
 *
 * Next: src/audio/speaker-playout.ts
 */

import type { Packet } from '../protocol/packet.ts'
import { PacketStore, type StoredPacket } from './packet-store.ts'
import type { PlayoutDelay } from './playout-delay.ts'

/** docs/protocol.md, W20: a longer gap is no loss, nothing was sent there. Nor is more than that ever made up. */
const MAX_LOSS_SLOTS = 10
/** Running this late behind what is due, the rest is skipped: with 60 ms of playout delay a backlog never passes 400 ms. */
const MAX_LATENESS_MS = 340
/** What is this quiet, in −dBov, is a pause within a spurt: to leave out 20 ms of it shortens nothing that is said. */
const QUIET_LEVEL = 50
/** Playing starts with the first packet that is overdue by no more than this. */
const START_TOLERANCE_MS = 10

/**
 * A packet to decode, or one slot (10 ms) to make up: `conceal` in place of one that is lost, `stretch` before one that is
 * late; `silence`: nothing until asked again.
 */
export type Playable = StoredPacket | 'conceal' | 'stretch' | 'silence'

type State =
  | 'idle' // nothing is here
  | 'waiting' // packets are here, the first is not due
  | 'playing'

export class JitterBuffer {
  readonly #delay: PlayoutDelay
  readonly #store = new PacketStore()
  #state: State = 'idle'
  /** The next slot to be played: whatever lies before it has had its time. */
  #cursor = 0
  /** Slots made up since the last packet, and how many of them stand for none: the next packet may only be late. */
  #madeUp = 0
  #stretched = 0
  /** Something was left out since the last packet. */
  #skipped = false
  #follows = false
  /** Where the talk ends, as far as that is known. */
  #endSlot = Number.POSITIVE_INFINITY

  constructor(delay: PlayoutDelay) {
    this.#delay = delay
  }

  /** Takes a packet, well-formed but otherwise in whatever condition the line left it. */
  push(packet: Packet, nowMs: number): void {
    if (packet.payload.length === 0) {
      this.#endSlot = packet.slot
      return
    }
    if (packet.slot < this.#cursor) return
    this.#store.insert(packet, nowMs)
    if (this.#state === 'idle') {
      this.#state = 'waiting'
      this.#delay.anchor()
    }
    this.#delay.arrived(packet.slot, nowMs)
  }

  /** What comes next, asked when the samples of the last answer are used up. A packet is valid until the next `push`. */
  next(nowMs: number): Playable {
    switch (this.#state) {
      case 'idle':
        return 'silence'
      case 'waiting':
        return this.#begin(nowMs)
      case 'playing':
        return this.#goOn(nowMs)
      default:
        return this.#state satisfies never
    }
  }

  get isIdle(): boolean {
    return this.#state === 'idle'
  }

  /** Whether the packet that `next` gave last continues what it gave before, if that was no silence. */
  get follows(): boolean {
    return this.#follows
  }

  /** Packets that are kept. */
  get size(): number {
    return this.#store.size
  }

  /** Starts with the first packet that is not overdue, once it is due. */
  #begin(nowMs: number): Playable {
    this.#state = 'waiting'
    this.#skipUntil(
      (packet) => this.#store.size === 1 || this.#delay.dueAtMs(packet.slot) >= nowMs - START_TOLERANCE_MS,
    )
    const first = this.#store.first
    if (first === undefined) return this.#rest()
    if (this.#delay.dueAtMs(first.slot) > nowMs) return 'silence'
    this.#state = 'playing'
    this.#skipped = true
    return this.#play()
  }

  #goOn(nowMs: number): Playable {
    this.#skipUntil((packet) => packet.slot >= this.#cursor)
    const first = this.#store.first
    if (first === undefined) return this.#cursor < this.#endSlot ? this.#stretch() : this.#rest()
    this.#reckon(first.slot)
    if (nowMs - this.#delay.dueAtMs(this.#cursor) > MAX_LATENESS_MS) return this.#begin(nowMs)
    const missing = first.slot - this.#cursor
    if (first.talkStart || this.#madeUp + missing > MAX_LOSS_SLOTS) return this.#beginAnew(nowMs)
    if (this.#isSpare(first, nowMs)) return this.#leaveOut(first, nowMs)
    return missing > 0 ? this.#conceal() : this.#play()
  }

  /** What comes next is a spurt of its own: its packets, and not what was before, tell when it is due. */
  #beginAnew(nowMs: number): Playable {
    this.#delay.anchor()
    for (const { slot, arrivedAtMs } of this.#store.packets) this.#delay.arrived(slot, arrivedAtMs)
    return this.#begin(nowMs)
  }

  #play(): Playable {
    const packet = this.#store.shift()
    if (packet === undefined) return this.#rest()
    this.#cursor = packet.endSlot
    this.#madeUp = this.#stretched = 0
    this.#follows = !this.#skipped
    this.#skipped = false
    if (packet.talkEnd) this.#endSlot = packet.endSlot
    else if (this.#endSlot < packet.endSlot) this.#endSlot = Number.POSITIVE_INFINITY // that was an earlier talk's
    return packet
  }

  #conceal(): Playable {
    this.#madeUp += 1
    this.#cursor += 1
    return 'conceal'
  }

  /** Nothing is here: what comes next is late, or not sent. If late, it is played all the same, and the pauses pay for it. */
  #stretch(): Playable {
    if (this.#madeUp === MAX_LOSS_SLOTS) return this.#rest()
    this.#madeUp += 1
    this.#stretched += 1
    return 'stretch'
  }

  #rest(): Playable {
    this.#state = 'idle'
    this.#madeUp = this.#stretched = 0
    return 'silence'
  }

  /** The next packet is at `slot`: what lies before it was not late but lost, and was made up as far as was stretched. */
  #reckon(slot: number): void {
    const lost = Math.min(slot - this.#cursor, this.#stretched)
    this.#cursor += lost
    this.#stretched -= lost
  }

  /** A pause, while playing runs late by as much: leaving it out brings the delay back. */
  #isSpare({ slot, endSlot, level, talkEnd }: StoredPacket, nowMs: number): boolean {
    return level >= QUIET_LEVEL && !talkEnd && slot === this.#cursor && this.#delay.dueAtMs(endSlot) <= nowMs
  }

  #leaveOut({ endSlot }: StoredPacket, nowMs: number): Playable {
    this.#store.shift()
    this.#cursor = endSlot
    this.#skipped = true
    return this.#goOn(nowMs)
  }

  #skipUntil(isWanted: (packet: StoredPacket) => boolean): void {
    for (let first = this.#store.first; first !== undefined && !isWanted(first); first = this.#store.first) {
      this.#store.shift()
    }
  }
}
