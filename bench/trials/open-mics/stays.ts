/** Who was heard from when to when, told from the packets that reach one listener. */

import type { Heard } from '../voice.ts'

export interface Stay {
  speaker: number
  fromMs: number
  toMs: number
  ms: number
  /** It ended while others were still heard; false: it went on when the trial ended. */
  isOver: boolean
}

/** Voices here never pause: when nothing came for so long, the speaker was not heard. Messages of 60 ms leave gaps, and a busy machine too. */
const GAP_MS = 400
const FRAME_MS = 20
/** At a change of speakers both may be on their way for a moment. */
const CHANGE_MS = 250

export class Stays {
  readonly #all: { speaker: number; fromMs: number; toMs: number }[] = []
  readonly #present = new Map<number, { speaker: number; fromMs: number; toMs: number }>()

  readonly hear = ({ speaker, sentAtMs }: Readonly<Heard>): void => {
    const present = this.#present.get(speaker)
    if (present !== undefined && sentAtMs - present.toMs < GAP_MS) {
      present.toMs = sentAtMs + FRAME_MS
      return
    }
    const begun = { speaker, fromMs: sentAtMs, toMs: sentAtMs + FRAME_MS }
    this.#present.set(speaker, begun)
    this.#all.push(begun)
  }

  /** All stays up to now. */
  until(nowMs: number): Stay[] {
    return this.#all.map((stay) => ({ ...stay, ms: stay.toMs - stay.fromMs, isOver: nowMs - stay.toMs >= GAP_MS }))
  }
}

/** How many stays overlapped for longer than a change of speakers takes. */
export function mostAtOnce(stays: readonly Stay[]): number {
  const longer = stays.filter(({ ms }) => ms > CHANGE_MS)
  return Math.max(0, ...longer.map(({ fromMs }) => countAt(longer, fromMs + CHANGE_MS)))
}

const countAt = (stays: readonly Stay[], atMs: number): number =>
  stays.filter(({ fromMs, toMs }) => fromMs <= atMs && toMs > atMs).length
