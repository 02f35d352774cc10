/**
 * Carries sound from one clock to another of another rate, as of two audio contexts: blocks come in when they come, and
 * go out when they are asked for. What is held stays near one length, for which it is read a little faster or slower than
 * the rates say: by half a percent at most, which nobody hears.
 */

import { Resampler } from './resampler.ts'

/** Blocks come over a port, in bursts of what the system renders at once: 10 ms, and as much again for a late one. */
const HELD_MS = 25
/** A stall is over: what was held back is left out. */
const MOST_MS = 120
const MOST_DRIFT = 0.005
/** How much of the drift is answered by each ms that is held too much or too little. */
const DRIFT_PER_MS = 0.0004
/** Rendering in bursts is no drift: the length held is a mean of about a second, of blocks of some 3 ms. */
const SMOOTHING = 0.003

export class RateBridge {
  readonly #resampler: Resampler
  readonly #samplesPerMs: number
  readonly #held: Float32Array
  #begin = 0
  #count = 0
  #isFilled = false
  #meanMs = HELD_MS

  constructor(fromHz: number, toHz: number) {
    this.#resampler = new Resampler(fromHz, toHz)
    this.#samplesPerMs = toHz / 1000
    this.#held = new Float32Array(Math.ceil(2 * MOST_MS * this.#samplesPerMs))
  }

  get heldMs(): number {
    return this.#count / this.#samplesPerMs
  }

  push(block: Float32Array): void {
    for (const sample of this.#resampler.push(block)) {
      if (this.#count === this.#held.length) break
      this.#held[(this.#begin + this.#count) % this.#held.length] = sample
      this.#count += 1
    }
    if (this.heldMs >= HELD_MS) this.#isFilled = true
    if (this.heldMs > MOST_MS) this.#skip(this.#count - Math.round(HELD_MS * this.#samplesPerMs))
  }

  /** Fills `target`: with silence while there is too little. */
  read(target: Float32Array): void {
    target.fill(0)
    if (this.#count < target.length) this.#isFilled = false
    if (!this.#isFilled) return
    for (let index = 0; index < target.length; index += 1) {
      target[index] = this.#held[(this.#begin + index) % this.#held.length] ?? 0
    }
    this.#skip(target.length)
    this.#follow()
  }

  #skip(samples: number): void {
    this.#begin = (this.#begin + samples) % this.#held.length
    this.#count -= samples
  }

  #follow(): void {
    this.#meanMs += SMOOTHING * (this.heldMs - this.#meanMs)
    const drift = DRIFT_PER_MS * (this.#meanMs - HELD_MS)
    this.#resampler.drift = Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, drift))
  }
}
