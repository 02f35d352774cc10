/** A second-order Butterworth high-pass, 12 dB per octave: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquads". */

import { SAMPLE_RATE_HZ } from './pcm.ts'

export class HighPass {
  readonly #gain: number
  readonly #a1: number
  readonly #a2: number
  #s1 = 0
  #s2 = 0

  constructor(cutoffHz: number) {
    const omega = (2 * Math.PI * cutoffHz) / SAMPLE_RATE_HZ
    const alpha = Math.sin(omega) * Math.SQRT1_2
    const a0 = 1 + alpha
    this.#gain = (1 + Math.cos(omega)) / (2 * a0)
    this.#a1 = (-2 * Math.cos(omega)) / a0
    this.#a2 = (1 - alpha) / a0
  }

  /** Filters `samples` into `filtered`, of the same length; state runs on from call to call. */
  filter(samples: Float32Array, filtered: Float32Array): void {
    for (let index = 0; index < samples.length; index += 1) {
      const input = this.#gain * (samples[index] ?? 0)
      const output = input + this.#s1
      this.#s1 = -2 * input - this.#a1 * output + this.#s2
      this.#s2 = input - this.#a2 * output
      filtered[index] = output
    }
    if (!Number.isFinite(this.#s1 + this.#s2)) this.#s1 = this.#s2 = 0 // one NaN from a device must not stay for ever
  }
}
