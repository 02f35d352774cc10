/**
 * How a sound ends that stops or skips: what would have followed is faded out beneath what follows instead.
 *
 * Next: src/audio/speaker-playout.ts
 */

import { FADE_MS } from './gain-ramp.ts'
import { samplesIn } from './pcm.ts'

export const TAIL_SAMPLES = samplesIn(FADE_MS)

export class FadingTail {
  readonly #mid = new Float32Array(TAIL_SAMPLES)
  readonly #side = new Float32Array(TAIL_SAMPLES)
  /** Its sample that is due with the block's first, or, when negative, so much later. */
  #at = TAIL_SAMPLES

  /** Takes `TAIL_SAMPLES` samples, and their side, to be faded out from sample `from` of the block on. */
  begin(mid: Float32Array, side: Float32Array | undefined, from: number): void {
    for (let index = 0; index < TAIL_SAMPLES; index += 1) {
      const gain = 1 - index / TAIL_SAMPLES
      this.#mid[index] = (mid[index] ?? 0) * gain
      this.#side[index] = (side?.[index] ?? 0) * gain
    }
    this.#at = -from
  }

  addTo(block: Float32Array, sideBlock: Float32Array | undefined): void {
    const end = Math.min(block.length, TAIL_SAMPLES - this.#at)
    for (let index = Math.max(0, -this.#at); index < end; index += 1) {
      block[index] = (block[index] ?? 0) + (this.#mid[this.#at + index] ?? 0)
      if (sideBlock !== undefined) sideBlock[index] = (sideBlock[index] ?? 0) + (this.#side[this.#at + index] ?? 0)
    }
    this.#at += end
  }

  get isOver(): boolean {
    return this.#at === TAIL_SAMPLES
  }
}
