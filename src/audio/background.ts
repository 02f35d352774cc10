/**
 * What it sounds like where somebody is when nobody speaks: the level and the spectrum of the quietest of the last quiet
 * moments, which at the end of a spurt are the room alone, for the speaker's gate holds on for half a second. The spectrum
 * is an all-pole filter, as in RFC 3389: J. Makhoul, "Linear prediction: a tutorial review", 1975.
 *
 * Next: src/audio/comfort-noise.ts
 */

/** At 48 kHz: the slope of a room's noise, a fan's hump, the edge of the codec's band. */
export const ORDER = 16
/** −45 dBov: what is louder is no pause, or one that nobody would call quiet. */
const QUIET_POWER = 10 ** -4.5
/** −90 dBov: a microphone behind a gate or a switch brings nothing at all between words, and nothing belongs there. */
const NO_POWER = 10 ** -9
/** 0.4 s of frames of 20 ms: what a gate leaves at the end of a spurt. */
const MOMENTS = 20
/** 6 dB above the quietest moment: the noise's own straying. What is more is breath and the last of a word. */
const SAME_NOISE = 4
/** −40 dB of white noise keeps the filter from ringing where the codec has left nothing. */
const WHITENING = 1.0001

export interface NoiseShape {
  /** Mean square of the noise. */
  power: number
  /** What white noise of power 1 is multiplied by, and the filter's taps on what it gave before. */
  gain: number
  taps: Float64Array
}

export class Background {
  /** Autocorrelations, `ORDER + 1` of each moment, the mean power first. */
  readonly #moments = Array.from({ length: MOMENTS }, () => new Float64Array(ORDER + 1))
  #next = 0
  #count = 0

  /** Takes a piece as it was sent; what is no quiet moment teaches nothing. */
  learn(samples: Float32Array): void {
    const power = correlation(samples, 0)
    const moment = this.#moments[this.#next]
    if (moment === undefined || power > QUIET_POWER) return
    moment[0] = power
    for (let lag = 1; lag <= ORDER; lag += 1) moment[lag] = correlation(samples, lag)
    this.#next = (this.#next + 1) % MOMENTS
    this.#count = Math.min(MOMENTS, this.#count + 1)
  }

  forget(): void {
    this.#next = this.#count = 0
  }

  /** undefined when nothing is known, or there is nothing to be heard. */
  get shape(): NoiseShape | undefined {
    const known = this.#moments.slice(0, this.#count)
    const quietest = Math.min(...known.map(([power = 0]) => power))
    if (known.length === 0 || quietest < NO_POWER) return undefined
    const alike = known.filter(([power = 0]) => power <= SAME_NOISE * quietest)
    const mean = new Float64Array(ORDER + 1)
    for (const moment of alike) for (const [lag, value] of moment.entries()) add(mean, lag, value / alike.length)
    return shapeOf(mean)
  }
}

function add(target: Float64Array, index: number, value: number): void {
  target[index] = (target[index] ?? 0) + value
}

/** Mean of the samples' products with those `lag` before them. */
function correlation(samples: Float32Array, lag: number): number {
  let sum = 0
  for (let index = lag; index < samples.length; index += 1) sum += (samples[index] ?? 0) * (samples[index - lag] ?? 0)
  return samples.length === 0 ? 0 : sum / samples.length
}

/** Levinson and Durbin's recursion: each of its reflections is below 1, so that the filter is stable. */
function shapeOf(correlations: Float64Array): NoiseShape {
  const power = correlations[0] ?? 0
  const taps = new Float64Array(ORDER)
  let error = power * WHITENING
  for (let order = 0; order < ORDER; order += 1) {
    let sum = correlations[order + 1] ?? 0
    for (let tap = 0; tap < order; tap += 1) sum -= (taps[tap] ?? 0) * (correlations[order - tap] ?? 0)
    const reflection = sum / error
    const before = taps.slice(0, order)
    for (let tap = 0; tap < order; tap += 1) add(taps, tap, -reflection * (before[order - 1 - tap] ?? 0))
    taps[order] = reflection
    error *= 1 - reflection ** 2
  }
  return { power, gain: Math.sqrt(Math.max(0, error)), taps }
}
