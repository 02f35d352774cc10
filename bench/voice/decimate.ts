/** From 48 to 10 kHz, the rate at which intelligibility is measured: a windowed sinc, in phases made once. */

import { SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'

export const LOW_RATE_HZ = 10_000
/** 24 samples come to 5. */
const STEP = 24
const PHASES = 5
/** The highest band ends at 4.3 kHz; what folds back from above 5.7 kHz lies beyond it. */
const CUTOFF = 5_000 / SAMPLE_RATE_HZ
const REACH = 48
const TAPS = 2 * REACH + 1

const FILTERS = Array.from({ length: PHASES }, (_, phase) =>
  Float32Array.from({ length: TAPS }, (_unused, tap) =>
    filterAt(tap - REACH - (phase * STEP) / PHASES + shiftOf(phase)),
  ),
)

/** Whole samples by which a phase lies behind its group's first. */
function shiftOf(phase: number): number {
  return Math.floor((phase * STEP) / PHASES)
}

/** Sample `n` of the result lies at sample `4.8 n` of `samples`. */
export function decimate(samples: Float32Array): Float32Array {
  const low = new Float32Array(Math.floor((samples.length * PHASES) / STEP))
  for (let index = 0; index < low.length; index += 1) {
    const phase = index % PHASES
    const centre = ((index - phase) / PHASES) * STEP + shiftOf(phase)
    if (!isSilent(samples, centre)) low[index] = filtered(samples, centre - REACH, FILTERS[phase] as Float32Array)
  }
  return low
}

/** What is heard is digital silence between spurts, and nothing to filter. */
function isSilent(samples: Float32Array, centre: number): boolean {
  for (let at = centre - REACH; at <= centre + REACH; at += REACH / 3) if ((samples[at] ?? 0) !== 0) return false
  return true
}

function filtered(samples: Float32Array, from: number, filter: Float32Array): number {
  let sum = 0
  const first = Math.max(0, -from)
  const end = Math.min(TAPS, samples.length - from)
  for (let tap = first; tap < end; tap += 1) sum += (samples[from + tap] as number) * (filter[tap] as number)
  return sum
}

/** A sinc under Hann's window. */
function filterAt(x: number): number {
  if (Math.abs(x) >= REACH) return 0
  const sinc = x === 0 ? 1 : Math.sin(2 * Math.PI * CUTOFF * x) / (2 * Math.PI * CUTOFF * x)
  return 2 * CUTOFF * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / REACH))
}
