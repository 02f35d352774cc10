/**
 * How much of speech is understood, 0…1: short-time objective intelligibility. C. H. Taal, R. C. Hendriks, R. Heusdens,
 * J. Jensen, "An algorithm for intelligibility prediction of time-frequency weighted noisy speech", IEEE TASLP 19(7), 2011.
 *
 * What was heard is late by a delay that moves, so each frame of what was said is compared with the frame of what was heard
 * that lies where its sound was due; that says nothing of gaps between the two, which are counted elsewhere.
 */

import { transform } from '../../test/support/fourier.ts'
import { LOW_RATE_HZ } from './decimate.ts'

/** The paper's constants, §II: 25.6 ms frames, half overlapped, 15 third octaves from 150 Hz on, 384 ms, −15 dB. */
const FRAME = 256
const HOP = FRAME / 2
const SPECTRUM = 512
const BANDS = 15
const LOWEST_HZ = 150
const SEGMENT_FRAMES = 30
const CLIP = 1 + 10 ** (15 / 20)
/** Frames more than 40 dB below the loudest hold no speech. */
const DYNAMIC_RANGE = 10 ** (-40 / 20)

const WINDOW = Float64Array.from(
  { length: FRAME },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 1)) / (FRAME + 1)),
)
/** First bins of the bands, and the one behind the last: a band ends where the next begins. */
const EDGES = Array.from({ length: BANDS + 1 }, (_, band) =>
  Math.round((LOWEST_HZ * 2 ** ((2 * band - 1) / 6) * SPECTRUM) / LOW_RATE_HZ),
)

/** The amplitudes of a frame's bands. */
type Bands = Float64Array

/** What was said, at 10 kHz, prepared to be compared with many versions of what was heard. */
export class Said {
  /** Where the frames that hold speech begin. */
  readonly framesAt: number[] = []
  readonly #bands: Bands[] = []

  constructor(samples: Float32Array) {
    const starts = Array.from(
      { length: Math.max(0, Math.floor((samples.length - FRAME) / HOP) + 1) },
      (_, n) => n * HOP,
    )
    const loudness = starts.map((at) => loudnessOf(samples, at))
    const least = loudness.reduce((most, one) => Math.max(most, one), 0) * DYNAMIC_RANGE
    starts.forEach((at, index) => {
      if ((loudness[index] ?? 0) <= least) return
      this.framesAt.push(at)
      this.#bands.push(bandsOf(samples, at))
    })
  }

  /** `heardAt` tells where in `heard` lies what was said at a sample; both at 10 kHz. NaN of less than 384 ms of speech. */
  intelligibility(heard: Float32Array, heardAt: (saidAt: number) => number = (at) => at): number {
    const heardBands = this.framesAt.map((at) => bandsOf(heard, Math.round(heardAt(at + HOP)) - HOP))
    let sum = 0
    let count = 0
    for (let end = SEGMENT_FRAMES; end <= heardBands.length; end += 1) {
      for (let band = 0; band < BANDS; band += 1) sum += likeness(this.#bands, heardBands, end, band)
      count += BANDS
    }
    return sum / count
  }
}

/** Intelligibility of `heard`, which is as late as `said`. */
export const stoi = (said: Float32Array, heard: Float32Array): number => new Said(said).intelligibility(heard)

const x = new Float64Array(SEGMENT_FRAMES)
const y = new Float64Array(SEGMENT_FRAMES)

/** Correlation of one band over the 30 frames before `end`, equation 5, with the clipping of equation 3. */
function likeness(said: readonly Bands[], heard: readonly Bands[], end: number, band: number): number {
  let saidEnergy = 0
  let heardEnergy = 0
  for (let frame = 0; frame < SEGMENT_FRAMES; frame += 1) {
    x[frame] = said[end - SEGMENT_FRAMES + frame]?.[band] ?? 0
    y[frame] = heard[end - SEGMENT_FRAMES + frame]?.[band] ?? 0
    saidEnergy += (x[frame] as number) ** 2
    heardEnergy += (y[frame] as number) ** 2
  }
  const gain = heardEnergy === 0 ? 0 : Math.sqrt(saidEnergy / heardEnergy)
  for (let frame = 0; frame < SEGMENT_FRAMES; frame += 1) {
    y[frame] = Math.min(gain * (y[frame] as number), CLIP * (x[frame] as number))
  }
  return correlation()
}

function correlation(): number {
  let [sumX, sumY] = [0, 0]
  for (let frame = 0; frame < SEGMENT_FRAMES; frame += 1) {
    sumX += x[frame] as number
    sumY += y[frame] as number
  }
  const [meanX, meanY] = [sumX / SEGMENT_FRAMES, sumY / SEGMENT_FRAMES]
  let [xy, xx, yy] = [0, 0, 0]
  for (let frame = 0; frame < SEGMENT_FRAMES; frame += 1) {
    const dx = (x[frame] as number) - meanX
    const dy = (y[frame] as number) - meanY
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy)
}

function bandsOf(samples: Float32Array, from: number): Bands {
  const windowed = WINDOW.map((weight, at) => weight * (samples[from + at] ?? 0))
  const { real, imaginary } = transform(windowed, SPECTRUM)
  return Float64Array.from({ length: BANDS }, (_, band) => {
    let power = 0
    for (let bin = EDGES[band] ?? 0; bin < (EDGES[band + 1] ?? 0); bin += 1) {
      power += (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2
    }
    return Math.sqrt(power)
  })
}

function loudnessOf(samples: Float32Array, from: number): number {
  let energy = 0
  for (let at = 0; at < FRAME; at += 1) energy += ((WINDOW[at] ?? 0) * (samples[from + at] ?? 0)) ** 2
  return Math.sqrt(energy)
}
