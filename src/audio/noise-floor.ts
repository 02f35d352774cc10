/**
 * How loud it is when nobody speaks: the minimum over the last seconds, for speech has a pause in every two of them.
 * R. Martin, "Noise power spectral density estimation based on optimal smoothing and minimum statistics", 2001; here on
 * one band, in windows that slide by a quarter of a second. Levels are in dBov, 0 or less.
 */

import { FRAME_MS } from './pcm.ts'

const FRAMES_PER_WINDOW = 240 / FRAME_MS
/** 2 s in all: longer than a phrase without a pause, short enough to follow a fan that is switched on. */
const WINDOWS = 8
/** A minimum lies below the mean: by this much for steady noise in frames of 20 ms. */
const BIAS_DB = 1.5
/** A device's own noise; below it the floor means nothing, and a noise suppressor's gaps would pull it there. */
const LOWEST_DBOV = -65
/** Louder than this is no background any more: whoever hums or plays is to be heard. */
const HIGHEST_DBOV = -30
/** Before anything is known: a room with a computer in it. */
const ASSUMED_DBOV = -50

export class NoiseFloor {
  readonly #minima = new Float64Array(WINDOWS).fill(ASSUMED_DBOV - BIAS_DB)
  #minimum = Number.POSITIVE_INFINITY
  #frames = 0
  #window = 0
  #floorDbov = ASSUMED_DBOV

  /** Takes the level of one frame; returns the floor. */
  push(levelDbov: number): number {
    this.#minimum = Math.min(this.#minimum, levelDbov)
    this.#frames += 1
    if (this.#frames === FRAMES_PER_WINDOW) this.#slide()
    return this.#floorDbov
  }

  #slide(): void {
    this.#minima[this.#window] = this.#minimum
    this.#window = (this.#window + 1) % WINDOWS
    this.#minimum = Number.POSITIVE_INFINITY
    this.#frames = 0
    this.#floorDbov = Math.max(LOWEST_DBOV, Math.min(HIGHEST_DBOV, Math.min(...this.#minima) + BIAS_DB))
  }
}
