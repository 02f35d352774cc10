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
import { MissedSlots } from './missed-slots.ts'
import { hasFec } from './opus-packet.ts'
import { PacketStore, type StoredPacket } from './packet-store.ts'
import { type PlayoutCounters, zeroCounters } from './playout-counters.ts'
import { dueAtMs, type PlayoutDelay } from './playout-delay.ts'

/** docs/protocol.md, W20: a longer gap is no loss, nothing was sent there. Nor is more than that ever made up. */
const MAX_LOSS_SLOTS = 10
/**
 * What comes so much later than the fastest packet is not played any more while there is something newer: nobody is to hear
 * what is older than 400 ms, of which a frame and a near line take 40.
 */
const MOST_AGE_MS = 360
/** What is left for catching up when somebody has fixed a delay beyond. */
const LEAST_ROOM_MS = 60
/** After a stall everything comes at once, in several messages: with only what is too old here, the rest is awaited so long. */
const REST_OF_BURST_MS = 60
/** What is this quiet, in −dBov, is a pause within a spurt: to leave out 20 ms of it shortens nothing that is said. */
const QUIET_LEVEL = 50
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
  readonly #missed = new MissedSlots()
  #state: State = 'idle'
  /** The next slot to be played: whatever lies before it has had its time. */
  #cursor = 0
  /** Slots made up since the last packet, and how many of them stand for none: the next packet may only be late. */
  #madeUp = 0
  #stretched = 0
  /** Something was left out since the last packet. */
  #skipped = false
  #follows = false
  /** Nothing came in time, in the midst of a talk. */
  #starved = false
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

  /** Packets that are kept. */
  get size(): number {
    return this.#store.size
  }

  #takeLate({ slot, durationMs }: Packet, nowMs: number): void {
    if (!this.#missed.take(slot)) return
    this.counters.lateMs += durationMs
    this.#delay.arrived(slot, nowMs)
  }

  #take(packet: Packet, nowMs: number): void {
    const lost = packet.slot - (this.#store.last?.endSlot ?? this.#cursor)
    if (!this.#store.insert(packet, nowMs)) return
    if (packet.talkStart) this.#delay.beginSpurt(packet.slot)
    this.#delay.arrived(packet.slot, nowMs)
    // What is lost and comes with this packet comes now: the delay must hold that too, or it never is of use.
    if (lost > 0 && lost * SLOT_MS <= packet.durationMs && !packet.talkStart && hasFec(packet.payload)) {
      this.#delay.arrived(packet.slot - lost, nowMs)
    }
    if (this.#state === 'idle') this.#state = 'waiting'
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
    this.#reckon(first.slot)
    const missing = first.slot - this.#cursor
    const isNotSent = missing > 0 && (first.talkStart || this.#madeUp + missing > MAX_LOSS_SLOTS)
    if (isNotSent || (this.#store.size > 1 && this.#isStale(this.#cursor, nowMs))) return this.#begin(nowMs)
    if (missing === 0 && this.#isSpare(first, nowMs)) return this.#leaveOut(nowMs)
    return missing > 0 ? this.#makeUp(first, missing) : this.#play(nowMs)
  }

  #play(nowMs: number): Playable {
    const packet = this.#store.shift()
    if (packet === undefined) return this.#rest()
    this.#cursor = packet.endSlot
    this.#madeUp = this.#stretched = 0
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

  #makeUp(next: StoredPacket, missing: number): Playable {
    if (missing === next.endSlot - next.slot && hasFec(next.payload)) return this.#recover(missing)
    this.#madeUp += 1
    this.#miss(1)
    this.counters.concealedMs += SLOT_MS
    return 'conceal'
  }

  #recover(missing: number): Playable {
    this.#madeUp += missing
    this.#miss(missing)
    this.counters.recoveredMs += missing * SLOT_MS
    return 'recover'
  }

  /** Nothing is here: what comes next is late, or not sent. If late, it is played all the same, and caught up with. */
  #stretch(): Playable {
    if (this.#madeUp === MAX_LOSS_SLOTS) {
      this.#starved = true
      return this.#rest()
    }
    this.#madeUp += 1
    this.#stretched += 1
    this.counters.concealedMs += SLOT_MS
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
    this.#stretched -= lost
    this.#miss(lost)
  }

  #miss(slots: number): void {
    this.#missed.add(this.#cursor, slots)
    this.#cursor += slots
  }

  /** After a drought it takes a part of the delay to go on, or every packet would be the last again. */
  #isFilling({ slot, arrivedAtMs }: StoredPacket, nowMs: number): boolean {
    if (!this.#starved) return false
    const hereMs = ((this.#store.last?.endSlot ?? slot) - slot) * SLOT_MS
    const waitedMs = nowMs - arrivedAtMs
    if (this.#isStale(slot, nowMs)) return waitedMs < REST_OF_BURST_MS
    return Math.max(hereMs, waitedMs) < this.#delay.targetMs / 2
  }

  #isUnwanted(packet: StoredPacket | undefined, nowMs: number): boolean {
    return packet !== undefined && (this.#isStale(packet.slot, nowMs) || this.#isSpare(packet, nowMs))
  }

  #isStale(slot: number, nowMs: number): boolean {
    const ageMs = nowMs - this.#delay.arrivals.originMs - slot * SLOT_MS
    return ageMs > Math.max(MOST_AGE_MS, this.#delay.targetMs + LEAST_ROOM_MS)
  }

  /** A pause, while playing runs late by as much: leaving it out brings the delay back. */
  #isSpare({ endSlot, level, talkEnd }: StoredPacket, nowMs: number): boolean {
    return level >= QUIET_LEVEL && !talkEnd && dueAtMs(this.#delay, endSlot) <= nowMs
  }

  #leaveOut(nowMs: number): Playable {
    this.#drop()
    return this.#goOn(nowMs)
  }

  #drop(): void {
    const packet = this.#store.shift()
    if (packet === undefined) return
    this.#cursor = packet.endSlot
    this.#skipped = true
    this.counters.droppedMs += (packet.endSlot - packet.slot) * SLOT_MS
  }

  #skipUntil(slot: number): void {
    for (let first = this.#store.first; first !== undefined && first.slot < slot; first = this.#store.first) {
      this.#store.shift()
    }
  }
}
