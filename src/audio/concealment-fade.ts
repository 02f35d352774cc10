/** What is made up fades out: a guess that goes on for longer than a syllable is a drone. What was sent sounds in full again. */

import { FADE_MS } from './gain-ramp.ts'
import { samplesIn } from './pcm.ts'

/** Until here a guess is better than a hole. */
const FULL_SAMPLES = samplesIn(60)
/** From here on there is silence: docs/protocol.md, W20. */
const SILENT_SAMPLES = samplesIn(100)

export class ConcealmentFade {
  #madeUp = 0
  #gain = 1

  /** Samples that are made up, in a row, and what is their side. */
  fade(samples: Float32Array, side?: Float32Array): void {
    for (let index = 0; index < samples.length; index += 1) {
      this.#madeUp += 1
      const left = (SILENT_SAMPLES - this.#madeUp) / (SILENT_SAMPLES - FULL_SAMPLES)
      this.#gain = Math.max(0, Math.min(this.#gain, left))
      this.#scale(samples, side, index)
    }
  }

  /** Samples that were sent, and what is their side. */
  restore(samples: Float32Array, side?: Float32Array): void {
    this.#madeUp = 0
    const step = 1 / samplesIn(FADE_MS)
    for (let index = 0; this.#gain < 1 && index < samples.length; index += 1) {
      this.#gain = Math.min(1, this.#gain + step)
      this.#scale(samples, side, index)
    }
  }

  /** A beginning of its own: whoever comes fades in by themselves. */
  reset(): void {
    this.#madeUp = 0
    this.#gain = 1
  }

  #scale(samples: Float32Array, side: Float32Array | undefined, index: number): void {
    samples[index] = (samples[index] ?? 0) * this.#gain
    if (side !== undefined) side[index] = (side[index] ?? 0) * this.#gain
  }
}
