/** A volume that moves instead of jumping: a jump is a click. */

import { samplesIn } from './pcm.ts'

/** Long enough not to be heard as a click, short enough not to be heard as a fade. */
export const FADE_MS = 5
const STEP = 1 / samplesIn(FADE_MS)

export class GainRamp {
  target: number
  #gain: number

  constructor(gain: number) {
    this.target = gain
    this.#gain = gain
  }

  /** Whether nothing is let through, and nothing will be until `target` changes. */
  get isShut(): boolean {
    return this.target === 0 && this.#gain === 0
  }

  /** Multiplies `samples`, and those of `side`, moving on towards `target`. */
  apply(samples: Float32Array, side?: Float32Array): void {
    if (this.#gain === this.target && this.target === 1) return
    for (let index = 0; index < samples.length; index += 1) {
      const gain = this.#step()
      samples[index] = (samples[index] ?? 0) * gain
      if (side !== undefined) side[index] = (side[index] ?? 0) * gain
    }
  }

  #step(): number {
    const remaining = this.target - this.#gain
    this.#gain = Math.abs(remaining) <= STEP ? this.target : this.#gain + Math.sign(remaining) * STEP
    return this.#gain
  }
}
