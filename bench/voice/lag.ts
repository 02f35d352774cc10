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
  const pieceEnergy = product(piece, piece, 0)
  let best = { correlation: LEAST_CORRELATION, lag: Number.NaN }
  const first = Math.max(0, heardAt - REACH_SAMPLES)
  const last = Math.min(heard.length - PIECE_SAMPLES, heardAt + REACH_SAMPLES)
  let energy = 0
  for (let at = first; at < first + PIECE_SAMPLES; at += 1) energy += (heard[at] ?? 0) ** 2
  for (let from = first; from <= last; from += 1) {
    const correlation = product(piece, heard, from) / Math.sqrt(pieceEnergy * energy || 1)
    if (correlation > best.correlation) best = { correlation, lag: from - heardAt }
    energy += (heard[from + PIECE_SAMPLES] ?? 0) ** 2 - (heard[from] ?? 0) ** 2
  }
  return Number.isNaN(best.lag) ? undefined : (best.lag * 1000) / LOW_RATE_HZ
}

/** Of `piece` with what lies from `from` on in `samples`. */
function product(piece: Float32Array, samples: Float32Array, from: number): number {
  let sum = 0
  for (let index = 0; index < piece.length; index += 1)
    sum += (piece[index] as number) * (samples[from + index] as number)
  return sum
}
