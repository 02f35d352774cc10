/**
 * First on the way out: cuts the stream of 128-sample quanta into the frames that the encoder takes, of one channel, or of
 * two interleaved.
 *
 * Next: src/audio/talk-capture.ts
 */

import { FRAME_SAMPLES } from './pcm.ts'

export class Framer {
  /** How many channels the next frame has. A frame that has begun goes on: the slots are counted in frames. */
  channels: 1 | 2 = 1
  readonly #left = new Float32Array(FRAME_SAMPLES)
  readonly #right = new Float32Array(FRAME_SAMPLES)
  readonly #both = new Float32Array(2 * FRAME_SAMPLES)
  #filled = 0

  /**
   * Takes any number of samples, as many of the right channel where that is another; calls `take` for each frame that they
   * complete. The frame is reused: copy what is kept.
   */
  push(samples: Float32Array, take: (frame: Float32Array) => void, right = samples): void {
    for (let from = 0; from < samples.length; ) {
      const count = Math.min(FRAME_SAMPLES - this.#filled, samples.length - from)
      this.#left.set(samples.subarray(from, from + count), this.#filled)
      this.#right.set(right.subarray(from, from + count), this.#filled)
      this.#filled += count
      from += count
      if (this.#filled < FRAME_SAMPLES) return
      this.#filled = 0
      take(this.channels === 1 ? this.#left : this.#interleaved())
    }
  }

  #interleaved(): Float32Array {
    for (let index = 0; index < FRAME_SAMPLES; index += 1) {
      this.#both[2 * index] = this.#left[index] ?? 0
      this.#both[2 * index + 1] = this.#right[index] ?? 0
    }
    return this.#both
  }
}
