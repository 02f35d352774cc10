/**
 * The cross-check of the bookkeeping: how much later than reckoned a sound really is, by correlation of what was said with
 * what was heard. An engine may hold sound back that it has decoded; this sees it, whatever it says.
 */

import { LOW_RATE_HZ } from './decimate.ts'

/** A syllable or two: longer pieces are stretched, shorter ones fit in several places. */
const PIECE_SAMPLES = (150 * LOW_RATE_HZ) / 1000
const REACH_SAMPLES = (40 * LOW_RATE_HZ) / 1000
/** What fits less is another sound, or a concealed one. */
const LEAST_CORRELATION = 0.8

/** How much later, in ms, than at sample `heardAt` of `heard` comes what lies at `saidAt` of `said`; undefined: not found. */
export function lagMs(said: Float32Array, saidAt: number, heard: Float32Array, heardAt: number): number | undefined {
  const piece = said.subarray(saidAt, saidAt + PIECE_SAMPLES)
  const pieceEnergy = energyOf(piece)
  let best = { correlation: LEAST_CORRELATION, lag: Number.NaN }
  for (let lag = -REACH_SAMPLES; lag <= REACH_SAMPLES; lag += 1) {
    const from = heardAt + lag
    if (from < 0 || from + PIECE_SAMPLES > heard.length) continue
    const there = heard.subarray(from, from + PIECE_SAMPLES)
    const correlation = product(piece, there) / Math.sqrt(pieceEnergy * energyOf(there) || 1)
    if (correlation > best.correlation) best = { correlation, lag }
  }
  return Number.isNaN(best.lag) ? undefined : (best.lag * 1000) / LOW_RATE_HZ
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index += 1) sum += (a[index] as number) * (b[index] as number)
  return sum
}

const energyOf = (samples: Float32Array): number => product(samples, samples)
