/** Who was heard from when to when, told from the packets that reach one listener. */

import { SLOT_MS } from '../../../src/protocol/packet.ts'
import type { Heard } from '../voice.ts'

export interface Stay {
  speaker: number
  fromMs: number
  toMs: number
  /** By the slots of its packets: a machine that lags makes no stay longer, and shorter by no more than it lags. */
  ms: number
  /** It ended while others were still heard; false: it went on when the trial ended. */
  isOver: boolean
}

interface Run {
  speaker: number
  fromMs: number
  toMs: number
  firstSlot: number
  nextSlot: number
}

/** docs/protocol.md, W20: a longer gap was not sent; voices here never pause, so it was not heard. */
const MAX_GAP_SLOTS = 10
const SLOTS_PER_FRAME = 2
/** Whoever was not heard for so long is not any more. */
const OVER_AFTER_MS = 400
/** At a change of speakers packets of both may be under way for a moment. */
const CHANGE_MS = 250

export class Stays {
  readonly #all: Run[] = []
  readonly #present = new Map<number, Run>()

  readonly hear = ({ speaker, slot, sentAtMs }: Readonly<Heard>): void => {
    const present = this.#present.get(speaker)
    if (present !== undefined && slot - present.nextSlot <= MAX_GAP_SLOTS) {
      present.toMs = sentAtMs
      present.nextSlot = slot + SLOTS_PER_FRAME
      return
    }
    const run = { speaker, fromMs: sentAtMs, toMs: sentAtMs, firstSlot: slot, nextSlot: slot + SLOTS_PER_FRAME }
    this.#present.set(speaker, run)
    this.#all.push(run)
  }

  /** All stays up to now. */
  until(nowMs: number): Stay[] {
    return this.#all.map(({ speaker, fromMs, toMs, firstSlot, nextSlot }) => ({
      ...{ speaker, fromMs, toMs },
      ms: (nextSlot - firstSlot) * SLOT_MS,
      isOver: nowMs - toMs >= OVER_AFTER_MS,
    }))
  }
}

/** How many stays overlapped for longer than a change of speakers takes. */
export function mostAtOnce(stays: readonly Stay[]): number {
  const longer = stays.filter(({ ms }) => ms > CHANGE_MS)
  return Math.max(0, ...longer.map(({ fromMs }) => countAt(longer, fromMs + CHANGE_MS)))
}

const countAt = (stays: readonly Stay[], atMs: number): number =>
  stays.filter(({ fromMs, toMs }) => fromMs <= atMs && toMs > atMs).length
