/**
 * How alike are what was said and what was heard: normalised cross-correlation on the speech band.
 *
 * A talk is compared in pieces, each at its own best delay: a jitter buffer may re-anchor in a pause, which moves what
 * follows by milliseconds and changes nothing that an ear would notice, while a gap, a click or a wrong sample inside a
 * piece lowers its correlation.
 */

import { median } from '../../bench/statistics.ts'
import { inverse, powerOfTwo, type Spectrum, transform } from './fourier.ts'

/** ITU-T G.712: the telephone band, which carries what makes speech intelligible. */
const SPEECH_BAND_HZ = [300, 3400] as const
/** The band needs no more than half of 48 kHz. */
const DECIMATION = 2
/** A few words: long enough that a repeated vowel cannot pass for the piece, shorter than any pause-to-pause stretch. */
const PIECE_MS = 500
/** Pieces this much below the loudest one are pauses: they hold nothing to compare. */
const PAUSE_DB = 35
/** Candidates much quieter than the piece are compared as if they had this share of its energy, so that silence never matches. */
const LEAST_ENERGY_SHARE = 0.05

export interface Match {
  /** −1…1; 1 is the same signal at any volume. */
  correlation: number
  /** Where in `whole` the piece begins. */
  at: number
}

/** Keeps the speech band of a signal, without delay. */
export function speechBand(samples: ArrayLike<number>, sampleRateHz: number): Float64Array {
  const size = powerOfTwo(samples.length)
  const spectrum = transform(samples, size)
  const hertz = (bin: number) => (Math.min(bin, size - bin) * sampleRateHz) / size
  for (let bin = 0; bin < size; bin += 1) {
    if (hertz(bin) >= SPEECH_BAND_HZ[0] && hertz(bin) <= SPEECH_BAND_HZ[1]) continue
    spectrum.real[bin] = 0
    spectrum.imaginary[bin] = 0
  }
  return inverse(spectrum).subarray(0, samples.length)
}

/** Where `piece` fits best in `whole`, which is at least as long. Who asks often hands the spectrum of `whole` in. */
export function bestMatch(piece: Float64Array, whole: Float64Array, spectrum = spectrumFor(piece, whole)): Match {
  const products = crossCorrelation(piece, spectrum)
  const pieceEnergy = energyOf(piece)
  let best: Match = { correlation: -1, at: 0 }
  let energy = energyOf(whole.subarray(0, piece.length))
  for (let at = 0; at + piece.length <= whole.length; at += 1) {
    const norm = Math.sqrt(pieceEnergy * Math.max(energy, pieceEnergy * LEAST_ENERGY_SHARE))
    const correlation = norm === 0 ? 0 : (products[at] ?? 0) / norm
    if (correlation > best.correlation) best = { correlation, at }
    energy += (whole[at + piece.length] ?? 0) ** 2 - (whole[at] ?? 0) ** 2
  }
  return best
}

export interface Likeness {
  /** Mean of the pieces' correlations, each weighted by its energy. */
  correlation: number
  pieces: { saidAtMs: number; heardAtMs: number; correlation: number }[]
}

/** Compares all that was said with what was heard. `heard` is searched whole: it may begin earlier and end later. */
export function likeness(said: ArrayLike<number>, heard: ArrayLike<number>, sampleRateHz: number): Likeness {
  const rateHz = sampleRateHz / DECIMATION
  const saidBand = decimate(speechBand(said, sampleRateHz))
  const heardBand = decimate(speechBand(heard, sampleRateHz))
  const pieces = talkPieces(saidBand, Math.round((PIECE_MS * rateHz) / 1000))
  const spectrum = pieces[0] && spectrumFor(pieces[0].samples, heardBand)
  const toMs = (samples: number) => Math.round((samples * 1000) / rateHz)
  const matches = pieces.map(({ start, samples, energy }) => {
    const { correlation, at } = bestMatch(samples, heardBand, spectrum)
    return { energy, saidAtMs: toMs(start), heardAtMs: toMs(at), correlation }
  })
  const total = matches.reduce((sum, { energy }) => sum + energy, 0)
  const weighted = matches.reduce((sum, { energy, correlation }) => sum + energy * correlation, 0)
  return {
    correlation: total === 0 ? 0 : weighted / total,
    pieces: matches.map(({ saidAtMs, heardAtMs, correlation }) => ({ saidAtMs, heardAtMs, correlation })),
  }
}

/**
 * How alike the middle one of the pieces is, −1…1. A machine that stands still for a moment leaves gaps in some of them; a
 * voice path that loses packets, in all.
 */
export const middleOf = ({ pieces }: Likeness): number => median(pieces.map(({ correlation }) => correlation))

function talkPieces(samples: Float64Array, length: number) {
  const pieces = []
  for (let start = 0; start + length <= samples.length; start += length) {
    const piece = samples.subarray(start, start + length)
    pieces.push({ start, samples: piece, energy: energyOf(piece) })
  }
  const loudest = Math.max(...pieces.map(({ energy }) => energy))
  return pieces.filter(({ energy }) => energy > loudest * 10 ** (-PAUSE_DB / 10))
}

/** Of what pieces as long as this one are looked for in. */
export const spectrumFor = (piece: Float64Array, whole: Float64Array): Spectrum =>
  transform(whole, powerOfTwo(piece.length + whole.length))

/** Σ piece[i] · whole[at + i], for every `at`, from the spectrum of `whole`. */
function crossCorrelation(piece: Float64Array, whole: Spectrum): Float64Array {
  const size = whole.real.length
  const own = transform(piece, size)
  const real = new Float64Array(size)
  const imaginary = new Float64Array(size)
  for (let bin = 0; bin < size; bin += 1) {
    const [a, b] = [own.real[bin] ?? 0, own.imaginary[bin] ?? 0]
    const [c, d] = [whole.real[bin] ?? 0, whole.imaginary[bin] ?? 0]
    real[bin] = a * c + b * d
    imaginary[bin] = a * d - b * c
  }
  return inverse({ real, imaginary })
}

const decimate = (samples: Float64Array): Float64Array =>
  Float64Array.from({ length: Math.floor(samples.length / DECIMATION) }, (_, index) => samples[index * DECIMATION] ?? 0)

export const energyOf = (samples: Float64Array): number => samples.reduce((sum, value) => sum + value * value, 0)
