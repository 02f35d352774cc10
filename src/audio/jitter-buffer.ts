/**
 * Turns what arrives from one speaker, late, twice, in any order or not at all, into what is played, in order and on
 * time. It decides, per 10 ms or per packet, between five things: play this packet, recover what is lost from the packet
 * behind it, conceal a slot that is lost, stretch what was played while the next packet is late, be silent.
 *
 * Whatever arrives, no slot is played twice or after a later one, memory stays bounded, and a delay that has grown comes
 * back [W18–W21].
 *
 * Next: src/audio/speaker-playout.ts
 */

import { type Packet, SLOT_MS } from '../protocol/packet.ts'
import { MadeUp } from './made-up.ts'
import { hasFec } from './opus-packet.ts'
import { PacketStore, type StoredPacket } from './packet-store.ts'
import { type PlayoutCounters, zeroCounters } from './playout-counters.ts'
import { dueAtMs, type PlayoutDelay } from './playout-delay.ts'
import { isSpare, isStale } from './worth.ts'

/** After a stall everything comes at once, in several messages: with only what is too old here, the rest is awaited so long. */
const REST_OF_BURST_MS = 60
/** After a drought no more than this is gathered before playing goes on: what is late must not become stale meanwhile. */
const MOST_FILLING_MS = 60
/** Playing faster leaves so much between a packet's arrival and its playing: two quanta. */
const LEAST_WAIT_MS = 5

/**
 * A packet to decode; `recover`: the `made` slots before the packet `upcoming`, from the copy that it brings; or one slot
 * (10 ms) to make up: `conceal` in place of one that is lost, `stretch` before one that is late; `silence`: nothing until
 * asked again.
 */
export type Playable = StoredPacket | 'recover' | 'conceal' | 'stretch' | 'silence'

type State =
  | 'idle' // nothing is here
  | 'waiting' // packets are here, the first is not due
  | 'playing'

export class JitterBuffer {
  readonly counters: PlayoutCounters = zeroCounters()
  readonly #delay: PlayoutDelay
  readonly #store = new PacketStore()
  readonly #madeUp = new MadeUp(this.counters)
  #state: State = 'idle'
  /** The next slot to be played: whatever lies before it has had its time. */
  #cursor = 0
  /** Something was left out since the last packet. */
  #skipped = false
  #follows = false
  /** Nothing came in time, in the midst of a talk. */
  #starved = false
  #wokenAtMs = 0
  #surplusMs = 0
  /** Where the talk ends, as far as that is known. */
  #endSlot = Number.POSITIVE_INFINITY

  constructor(delay: PlayoutDelay) {
    this.#delay = delay
  }

  /** Takes a packet, well-formed but otherwise in whatever condition the line left it. */
  push(packet: Packet, nowMs: number): void {
    if (packet.payload.length === 0) this.#endSlot = packet.slot
    else if (packet.slot < this.#cursor) this.#takeLate(packet, nowMs)
    else this.#take(packet, nowMs)
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

  /** How much too late the packet is played that `next` gave last, as far as it can be made good; negative when too early. */
  get surplusMs(): number {
    return this.#surplusMs
  }

  /** The next slot to be played. */
  get cursor(): number {
    return this.#cursor
  }

  /** The packet behind the slots to be recovered. */
  get upcoming(): StoredPacket | undefined {
    return this.#store.first
  }

  get size(): number {
    return this.#store.size
  }

  #takeLate({ slot, durationMs }: Packet, nowMs: number): void {
    if (!this.#madeUp.isLate(slot)) return
    this.counters.lateMs += durationMs
    this.#delay.arrived(slot, nowMs)
  }

  #take(packet: Packet, nowMs: number): void {
    const lost = packet.slot - (this.#store.last?.endSlot ?? this.#cursor)
    if (!this.#store.insert(packet, nowMs)) return
    if (packet.talkStart) this.#beginSpurt(packet.slot)
    this.#delay.arrived(packet.slot, nowMs)
    // What is lost and comes with this packet comes now: the delay must hold that too, or it never is of use.
    if (lost > 0 && lost * SLOT_MS <= packet.durationMs && !packet.talkStart && hasFec(packet.payload)) {
      this.#delay.arrived(packet.slot - lost, nowMs)
    }
    if (this.#state === 'idle') this.#wake(nowMs)
  }

  /** What was before it is no drought, whatever was missing: nobody spoke. */
  #beginSpurt(slot: number): void {
    this.#delay.beginSpurt(slot)
    this.#starved = false
  }

  #wake(nowMs: number): void {
    this.#state = 'waiting'
    this.#wokenAtMs = nowMs
  }

  /** Starts with the first packet that is worth playing, once it is due. */
  #begin(nowMs: number): Playable {
    this.#state = 'waiting'
    while (this.#store.size > 1 && this.#isUnwanted(this.#store.first, nowMs)) this.#drop()
    const first = this.#store.first
    if (first === undefined) return this.#rest()
    if (dueAtMs(this.#delay, first.slot) > nowMs || this.#isFilling(first, nowMs)) return 'silence'
    this.#state = 'playing'
    this.#starved = false
    this.#skipped = true
    return this.#play(nowMs)
  }

  #goOn(nowMs: number): Playable {
    this.#skipUntil(this.#cursor)
    const first = this.#store.first
    if (first === undefined) return this.#cursor < this.#endSlot ? this.#stretch() : this.#rest()
    this.#cursor += this.#madeUp.reckon(this.#cursor, first.slot)
    const missing = first.slot - this.#cursor
    if (this.#isNotSent(first)) return this.#begin(nowMs)
    if (this.#store.size > 1 && isStale(this.#delay, this.#cursor, nowMs)) return this.#begin(nowMs)
    if (missing === 0 && isSpare(this.#delay, first, nowMs)) {
      this.#drop()
      return this.#goOn(nowMs)
    }
    return missing > 0 ? this.#makeUp(first, missing) : this.#play(nowMs)
  }

  #play(nowMs: number): Playable {
    const packet = this.#store.shift()
    if (packet === undefined) return this.#rest()
    this.#pass(packet)
    this.#madeUp.reset()
    this.#follows = !this.#skipped
    this.#skipped = false
    if (packet.talkEnd) this.#endSlot = packet.endSlot
    else if (this.#endSlot < packet.endSlot) this.#endSlot = Number.POSITIVE_INFINITY // that was an earlier talk's
    this.#surplusMs = this.#surplusOf(packet, nowMs)
    this.counters.playedMs += (packet.endSlot - packet.slot) * SLOT_MS
    return packet
  }

  /** No more than what is here, or has waited, can be made good: on a line that has become slower there is nothing to gain. */
  #surplusOf({ slot, endSlot, arrivedAtMs }: StoredPacket, nowMs: number): number {
    const lateMs = nowMs - dueAtMs(this.#delay, slot)
    const hereMs = ((this.#store.last?.endSlot ?? endSlot) - endSlot) * SLOT_MS
    return Math.min(lateMs, Math.max(0, Math.max(hereMs, nowMs - arrivedAtMs) - LEAST_WAIT_MS))
  }

  /** The packet has had its time; what was stretched before it was late, unless nothing was said there. */
  #pass(packet: StoredPacket): void {
    this.#madeUp.explain(!this.#isNotSent(packet))
    this.#cursor = packet.endSlot
  }

  #makeUp(next: StoredPacket, missing: number): Playable {
    if (missing === next.endSlot - next.slot && hasFec(next.payload)) {
      this.#madeUp.recover(this.#cursor, missing)
      this.#cursor = next.slot
      return 'recover'
    }
    this.#madeUp.conceal(this.#cursor)
    this.#cursor += 1
    return 'conceal'
  }

  /** Nothing is here: what comes next is late, or not sent. If late, it is played all the same, and caught up with. */
  #stretch(): Playable {
    this.#starved = this.#madeUp.isTooMuchWith(1)
    if (this.#starved) return this.#rest()
    this.#madeUp.stretch()
    return 'stretch'
  }

  #rest(): Playable {
    this.#state = 'idle'
    this.#madeUp.reset()
    return 'silence'
  }

  /** Whether what lies before the packet was neither lost nor late, but never said. */
  #isNotSent({ slot, talkStart }: StoredPacket): boolean {
    return slot > this.#cursor && (talkStart || this.#madeUp.isTooMuchWith(slot - this.#cursor))
  }

  /** After a drought it takes a part of the delay to go on, or every packet would be the last again. */
  #isFilling({ slot }: StoredPacket, nowMs: number): boolean {
    if (!this.#starved) return false
    const hereMs = ((this.#store.last?.endSlot ?? slot) - slot) * SLOT_MS
    const waitedMs = nowMs - this.#wokenAtMs
    if (isStale(this.#delay, slot, nowMs)) return waitedMs < REST_OF_BURST_MS
    return Math.max(hereMs, waitedMs) < Math.min(this.#delay.targetMs / 2, MOST_FILLING_MS)
  }

  #isUnwanted(packet: StoredPacket | undefined, nowMs: number): boolean {
    return packet !== undefined && (isStale(this.#delay, packet.slot, nowMs) || isSpare(this.#delay, packet, nowMs))
  }

  #drop(): void {
    const packet = this.#store.shift()
    if (packet === undefined) return
    this.#pass(packet)
    this.#skipped = true
    this.counters.droppedMs += (packet.endSlot - packet.slot) * SLOT_MS
  }

  #skipUntil(slot: number): void {
    for (let first = this.#store.first; first !== undefined && first.slot < slot; first = this.#store.first) {
      this.#store.shift()
    }
  }
}
