/** Signals whose every sample is known. Amplitudes are of full scale, frequencies in Hz at 48 kHz. */

import { SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'

export function sine(hertz: number, amplitude: number, samples: number, rateHz: number = SAMPLE_RATE_HZ): Float32Array {
  return Float32Array.from(
    { length: samples },
    (_, index) => amplitude * Math.sin((2 * Math.PI * hertz * index) / rateHz),
  )
}

/** White noise with the given RMS, the same for the same seed. */
export function noise(rms: number, samples: number, seed = 1): Float32Array {
  const random = seededRandom(seed)
  const peak = rms * Math.sqrt(3) // of a uniform distribution
  return Float32Array.from({ length: samples }, () => peak * (2 * random() - 1))
}

/** Numbers from 0 (inclusive) to 1, the same for the same seed: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
