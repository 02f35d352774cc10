/**
 * The last moments before somebody is heard to speak: words begin more softly than the threshold, and would lose their
 * first consonant. The listener plays what they come late, and makes good for it within the word.
 */

import { SILENT_LEVEL } from '../protocol/packet.ts'
import { FRAME_SAMPLES } from './pcm.ts'

/** 40 ms hold an unvoiced consonant. */
const FRAMES = 2

interface Kept {
  readonly frame: Float32Array
  level: number
}

export class PreRoll {
  /** Oldest first; the last `count` of them are kept frames. */
  readonly #kept: Kept[]
  #count = 0

  constructor(channels: 1 | 2) {
    this.#kept = Array.from({ length: FRAMES }, () => {
      return { frame: new Float32Array(channels * FRAME_SAMPLES), level: SILENT_LEVEL }
    })
  }

  get count(): number {
    return this.#count
  }

  /** Copies a frame that was not sent, in place of the oldest. */
  keep(frame: Float32Array, level: number): void {
    const oldest = this.#kept.shift()
    if (oldest === undefined) return
    oldest.frame.set(frame)
    oldest.level = level
    this.#kept.push(oldest)
    this.#count = Math.min(FRAMES, this.#count + 1)
  }

  clear(): void {
    this.#count = 0
  }

  /** Hands over what is kept, oldest first, `age` frames before now, and keeps nothing. */
  drain(take: (frame: Float32Array, level: number, age: number) => void): void {
    for (let age = this.#count; age > 0; age -= 1) {
      const kept = this.#kept[FRAMES - age]
      if (kept !== undefined) take(kept.frame, kept.level, age)
    }
    this.#count = 0
  }
}
