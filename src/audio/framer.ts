/**
 * First on the way out: cuts the stream of 128-sample quanta into the frames that the encoder takes.
 *
 * Next: src/audio/talk-capture.ts
 */

import { FRAME_SAMPLES } from './pcm.ts'

export class Framer {
  readonly #frame = new Float32Array(FRAME_SAMPLES)
  #filled = 0

  /** Takes any number of samples; calls `take` for each frame that they complete. The frame is reused: copy what is kept. */
  push(samples: Float32Array, take: (frame: Float32Array) => void): void {
    for (let from = 0; from < samples.length; ) {
      const count = Math.min(FRAME_SAMPLES - this.#filled, samples.length - from)
      this.#frame.set(samples.subarray(from, from + count), this.#filled)
      this.#filled += count
      from += count
      if (this.#filled < FRAME_SAMPLES) return
      this.#filled = 0
      take(this.#frame)
    }
  }
}
