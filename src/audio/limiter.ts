/**
 * Last before the speakers: several voices at once may add up to more than the converter has room for. Up to the knee
 * samples pass untouched; a loud mix is turned down at once and brought back slowly, and what still overshoots within
 * one block bends softly towards 1, which no sample passes.
 */

import { samplesIn } from './pcm.ts'

/** −3 dBFS: a single voice stays below it. */
const KNEE = 0.708
/** Back to full volume at this pace: faster pumps audibly. */
const RELEASE_MS = 200
const RELEASE_PER_SAMPLE = 1 - Math.exp(-1 / samplesIn(RELEASE_MS))

export class Limiter {
  #gain = 1

  /** Limits `samples`, in place, and those of a second channel alike: turned down alone, one would pull the sound aside. */
  apply(samples: Float32Array, right?: Float32Array): void {
    const peak = Math.max(peakOf(samples), right === undefined ? 0 : peakOf(right))
    const wanted = peak > KNEE ? KNEE / peak : 1
    if (this.#gain === 1 && wanted === 1) return
    if (wanted < this.#gain) this.#turnDown(samples, right, wanted)
    else this.#bringBack(samples, right, wanted)
  }

  #turnDown(samples: Float32Array, right: Float32Array | undefined, wanted: number): void {
    const step = (wanted - this.#gain) / samples.length
    for (let index = 0; index < samples.length; index += 1) {
      this.#gain += step
      this.#scale(samples, right, index)
    }
    this.#gain = wanted
  }

  #bringBack(samples: Float32Array, right: Float32Array | undefined, wanted: number): void {
    for (let index = 0; index < samples.length; index += 1) {
      this.#gain += (wanted - this.#gain) * RELEASE_PER_SAMPLE
      this.#scale(samples, right, index)
    }
    if (1 - this.#gain < 1e-4) this.#gain = 1
  }

  #scale(samples: Float32Array, right: Float32Array | undefined, index: number): void {
    samples[index] = bend((samples[index] ?? 0) * this.#gain)
    if (right !== undefined) right[index] = bend((right[index] ?? 0) * this.#gain)
  }
}

/** The identity up to the knee, from there on a tangent's arc that approaches 1. */
function bend(sample: number): number {
  const over = Math.abs(sample) - KNEE
  return over <= 0 ? sample : Math.sign(sample) * (KNEE + (1 - KNEE) * Math.tanh(over / (1 - KNEE)))
}

function peakOf(samples: Float32Array): number {
  let peak = 0
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
  return peak
}
