/**
 * How much of what was said into a microphone is not in the clip that came of it, by what is heard in both. The microphone
 * says one file over and over, and nobody knows where in it a recording begins: the clip itself tells. Pure.
 */

import { bestMatch, energyOf, type Match, spectrumFor, speechBand } from '../../test/support/correlation.ts'
import type { Spectrum } from '../../test/support/fourier.ts'

const RATE_HZ = 48_000
/** What is left carries the telephone band, which `speechBand` leaves. */
const DECIMATION = 6
const PER_MS = RATE_HZ / DECIMATION / 1_000
/** A few words, and half of them: one of the halves is whole where a busy machine's microphone makes a seam. */
const PIECE = 500 * PER_MS
const HALF = PIECE / 2
/** So far a seam, or several, may move what follows: 110 ms at once have been seen. */
const ASTRAY = 300 * PER_MS
/** Another stretch of the same speech is at most half as like (measured), the same one through Opus more than 0.9. */
const LEAST_LIKENESS = 0.75
/** −15 dB: pieces this far below the loudest are pauses with the end of a word in them, too little for a seam to leave enough of. */
const PAUSE = 10 ** -1.5

export class SpokenFile {
  readonly #band: Float64Array
  /** And its first piece once more. */
  readonly #around: Float64Array
  readonly #spectrum: Spectrum

  /** 48 kHz. */
  constructor(samples: Float32Array) {
    this.#band = bandOf(samples)
    this.#around = this.#from(0, this.#band.length + PIECE)
    this.#spectrum = spectrumFor(this.#around.subarray(0, PIECE), this.#around)
  }

  /** Milliseconds of the first `dueMs` of what was said from the clip's first sample on. */
  missingMs(clip: Float32Array, dueMs: number): number {
    const tooShortMs = Math.max(0, dueMs - (clip.length * 1_000) / RATE_HZ)
    const heard = bandOf(clip)
    const said = this.#from(this.#beginningOf(heard), Math.round(dueMs * PER_MS))
    return Math.max(tooShortMs, missing(said, heard) / PER_MS)
  }

  /** Which sample of the file is the clip's first one: its loudest piece tells. */
  #beginningOf(heard: Float64Array): number {
    const [loudest] = piecesOf(heard).toSorted((a, b) => b.energy - a.energy)
    if (loudest === undefined) return 0
    const { length } = this.#band
    const { at } = bestMatch(loudest.samples, this.#around, this.#spectrum)
    return (((at - loudest.at) % length) + length) % length
  }

  #from(first: number, count: number): Float64Array {
    const { length } = this.#band
    return Float64Array.from({ length: count }, (_, at) => this.#band[(first + at) % length] ?? 0)
  }
}

function bandOf(samples: Float32Array): Float64Array {
  const band = speechBand(samples, RATE_HZ)
  return Float64Array.from({ length: Math.floor(band.length / DECIMATION) }, (_, at) => band[at * DECIMATION] ?? 0)
}

interface Piece {
  at: number
  samples: Float64Array
  energy: number
}

function piecesOf(samples: Float64Array): Piece[] {
  const starts = Array.from({ length: Math.floor(samples.length / PIECE) }, (_, index) => index * PIECE)
  return starts.map((at) => {
    const piece = samples.subarray(at, at + PIECE)
    return { at, samples: piece, energy: energyOf(piece) }
  })
}

/** Samples of what was said that are not heard where they have to be. */
function missing(said: Float64Array, heard: Float64Array): number {
  const pieces = piecesOf(said)
  const loudest = Math.max(...pieces.map(({ energy }) => energy))
  let astray = 0
  let count = 0
  for (const { at, samples, energy } of pieces) {
    if (energy < loudest * PAUSE) continue
    const found = findAt(samples, heard, at + astray)
    if (found === undefined) count += PIECE
    else astray = found - at
  }
  return count
}

/** Where a piece is, near where it has to be; one of its halves will do. */
function findAt(piece: Float64Array, heard: Float64Array, due: number): number | undefined {
  const halves = [0, HALF].map((at) => ({ at, part: piece.subarray(at, at + HALF) }))
  for (const { at, part } of [{ at: 0, part: piece }, ...halves]) {
    const { correlation, at: found } = nearby(part, heard, due + at)
    if (correlation >= LEAST_LIKENESS) return found - at
  }
  return undefined
}

function nearby(piece: Float64Array, heard: Float64Array, due: number): Match {
  const from = Math.max(0, Math.round(due) - ASTRAY)
  const { correlation, at } = bestMatch(piece, heard.subarray(from, Math.round(due) + piece.length + ASTRAY))
  return { correlation, at: from + at }
}
