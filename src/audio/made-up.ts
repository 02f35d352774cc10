/**
 * The account of what is made up since the last packet, in slots: for what is lost, and before what is late. What is late
 * may turn out to be lost, or never to have been said.
 */

import { SLOT_MS } from '../protocol/packet.ts'
import { MissedSlots } from './missed-slots.ts'
import type { PlayoutCounters } from './playout-counters.ts'

/** docs/protocol.md, W20: a longer gap is no loss, nothing was sent there. Nor is more than that ever made up. */
const MAX_LOSS_SLOTS = 10

export class MadeUp {
  readonly #counters: PlayoutCounters
  readonly #missed = new MissedSlots()
  #slots = 0
  /** Of these, what stands for no slot yet. */
  #stretched = 0
  /** Stretched before silence fell, too: nobody knows yet whether anything was sent there. */
  #unexplained = 0

  constructor(counters: PlayoutCounters) {
    this.#counters = counters
  }

  /** Whether `missing` slots more would be too many to be a loss. */
  isTooMuchWith(missing: number): boolean {
    return this.#slots + missing > MAX_LOSS_SLOTS
  }

  conceal(slot: number): void {
    this.#slots += 1
    this.#missed.add(slot, 1)
    this.#counters.concealedMs += SLOT_MS
  }

  recover(slot: number, slots: number): void {
    this.#slots += slots
    this.#missed.add(slot, slots)
    this.#counters.recoveredMs += slots * SLOT_MS
  }

  stretch(): void {
    this.#slots += 1
    this.#stretched += 1
    this.#unexplained += 1
  }

  /** The slots from `from` to `to` were not late but lost: returns how many of them were made up by stretching. */
  reckon(from: number, to: number): number {
    const lost = Math.min(to - from, this.#stretched)
    this.#stretched -= lost
    this.#missed.add(from, lost)
    return lost
  }

  /** A packet has come that tells whether anything was said where silence was stretched over. */
  explain(wasSaid: boolean): void {
    if (wasSaid) this.#counters.concealedMs += this.#unexplained * SLOT_MS
    this.#unexplained = 0
  }

  /** A packet is played, or silence falls. */
  reset(): void {
    this.#slots = this.#stretched = 0
  }

  /** Whether a packet that comes after its time is late, and no copy of one that was played. */
  isLate(slot: number): boolean {
    return this.#missed.take(slot)
  }
}
