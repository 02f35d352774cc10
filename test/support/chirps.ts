/**
 * Chirps for measuring delay: short sweeps whose autocorrelation is one sharp peak, so that the moment each is heard
 * can be told to a fraction of a millisecond.
 */

import { bestMatch } from './correlation.ts'

/** The sweep stays where a voice codec spends its bits. */
const SWEEP_HZ = [400, 3200] as const
const CHIRP_MS = 60
/** Below this a peak is not a chirp: noise reaches about 0.2 here, a decoded chirp 0.8 and more. */
const LEAST_CORRELATION = 0.5
const AMPLITUDE = 0.5

/** One sweep, faded in and out so that it has no click. */
export function chirp(sampleRateHz: number): Float64Array {
  const length = Math.round((CHIRP_MS * sampleRateHz) / 1000)
  const [from, to] = SWEEP_HZ
  return Float64Array.from({ length }, (_, index) => {
    const t = index / sampleRateHz
    const phase = 2 * Math.PI * (from * t + ((to - from) * t * t) / (2 * (CHIRP_MS / 1000)))
    const window = Math.sin((Math.PI * index) / length) ** 2
    return AMPLITUDE * window * Math.sin(phase)
  })
}

/** Chirps `everyMs` apart in a sound of `lengthMs`. */
export function chirpTrain(sampleRateHz: number, everyMs: number, lengthMs: number): Float32Array {
  const samples = new Float32Array(Math.round((lengthMs * sampleRateHz) / 1000))
  const one = chirp(sampleRateHz)
  const step = Math.round((everyMs * sampleRateHz) / 1000)
  for (let at = 0; at + one.length <= samples.length; at += step) samples.set(one, at)
  return samples
}

/** Where chirps begin in `samples`, in samples, ascending, when they are about `everyMs` apart. */
export function findChirps(samples: ArrayLike<number>, sampleRateHz: number, everyMs: number): number[] {
  const one = chirp(sampleRateHz)
  const all = Float64Array.from(samples)
  const step = Math.round((everyMs * sampleRateHz) / 1000)
  const found: number[] = []
  // Windows of one period and a chirp hold one whole chirp at least; the next begins behind the one found.
  for (let from = 0; from + step + one.length <= all.length; ) {
    const { correlation, at } = bestMatch(one, all.subarray(from, from + step + one.length))
    if (correlation >= LEAST_CORRELATION) found.push(from + at)
    from += correlation >= LEAST_CORRELATION ? at + Math.round(step / 2) : Math.round(step / 2)
  }
  return found
}
