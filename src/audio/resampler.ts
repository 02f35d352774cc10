/**
 * From one sample rate to another, for devices and browsers that do not run at 48 kHz: band-limited interpolation with a
 * windowed sinc. J. O. Smith, "Digital Audio Resampling", https://ccrma.stanford.edu/~jos/resample/.
 */

import { QUANTUM_SAMPLES } from './pcm.ts'

/** Zero crossings of the sinc on either side, at the lower of the two rates: a third of a millisecond at 48 kHz. */
const CROSSINGS = 16
/** Points of the filter between two crossings; values between points are interpolated linearly. */
const RESOLUTION = 256
/** Where the filter ends, as a share of the lower Nyquist frequency: its slope must not fold back. */
const ROLL_OFF = 0.92
/** Kaiser's β for 80 dB of stop band. */
const KAISER_BETA = 8

export class Resampler {
  /** Input samples per output sample, as the rates say. */
  readonly #nominal: number
  /** As they are taken at the moment. */
  #ratio: number
  /** What the filter is stretched by when the rate goes down. */
  readonly #scale: number
  readonly #reach: number
  #history: Float32Array
  #output: Float32Array
  /** Where the next output sample lies, in input samples from the begin of the history. */
  #position: number

  readonly #rates: readonly [number, number]

  constructor(fromHz: number, toHz: number) {
    this.#rates = [fromHz, toHz]
    this.#nominal = fromHz / toHz
    this.#ratio = this.#nominal
    this.#scale = Math.min(1, toHz / fromHz)
    this.#reach = Math.ceil(CROSSINGS / this.#scale)
    this.#history = new Float32Array(2 * this.#reach)
    this.#output = new Float32Array(0)
    this.#position = this.#reach
  }

  /** The clock that the samples come by is this share faster than the one that they go by. */
  set drift(share: number) {
    this.#ratio = this.#nominal * (1 + share)
  }

  /** Takes any number of samples; returns those that they complete, in an array that the next call reuses. */
  push(input: Float32Array): Float32Array {
    if (this.#ratio === 1) return input
    const samples = new Float32Array(this.#history.length + input.length)
    samples.set(this.#history)
    samples.set(input, this.#history.length)
    const count = Math.max(0, Math.ceil((samples.length - this.#reach - this.#position) / this.#ratio))
    if (this.#output.length < count) this.#output = new Float32Array(count)
    for (let index = 0; index < count; index += 1) {
      this.#output[index] = this.#at(samples, this.#position)
      this.#position += this.#ratio
    }
    this.#keep(samples)
    return this.#output.subarray(0, count)
  }

  /** Another one that is where this one is: for a second channel, which must not run apart from the first. */
  fork(): Resampler {
    const other = new Resampler(...this.#rates)
    other.#history = this.#history.slice()
    other.#position = this.#position
    return other
  }

  #at(samples: Float32Array, position: number): number {
    const first = Math.max(0, Math.ceil(position - this.#reach))
    const last = Math.min(samples.length - 1, Math.floor(position + this.#reach))
    let sum = 0
    for (let index = first; index <= last; index += 1) {
      sum += (samples[index] ?? 0) * filterAt(Math.abs(index - position) * this.#scale)
    }
    return sum * this.#scale
  }

  /** Keeps what the next output samples still look back at. */
  #keep(samples: Float32Array): void {
    const from = Math.max(0, Math.floor(this.#position) - this.#reach)
    this.#history = samples.slice(from)
    this.#position -= from
  }
}

/** The other way around: fills two channels of any length from a source that is asked block by block. */
export class ResampledSource {
  readonly #source: (left: Float32Array, right: Float32Array) => void
  readonly #resamplers: readonly [Resampler, Resampler]
  readonly #blocks = [new Float32Array(QUANTUM_SAMPLES), new Float32Array(QUANTUM_SAMPLES)] as const
  #ready: readonly [Float32Array, Float32Array] = [new Float32Array(0), new Float32Array(0)]
  #read = 0

  /** `source` fills the blocks that it is given with the next samples at `fromHz`. */
  constructor(source: (left: Float32Array, right: Float32Array) => void, fromHz: number, toHz: number) {
    this.#source = source
    this.#resamplers = [new Resampler(fromHz, toHz), new Resampler(fromHz, toHz)]
  }

  read(left: Float32Array, right: Float32Array): void {
    for (let filled = 0; filled < left.length; ) {
      if (this.#read === this.#ready[0].length) this.#ask()
      const end = Math.min(this.#ready[0].length, this.#read + left.length - filled)
      left.set(this.#ready[0].subarray(this.#read, end), filled)
      right.set(this.#ready[1].subarray(this.#read, end), filled)
      filled += end - this.#read
      this.#read = end
    }
  }

  #ask(): void {
    this.#source(...this.#blocks)
    this.#ready = [this.#resamplers[0].push(this.#blocks[0]), this.#resamplers[1].push(this.#blocks[1])]
    this.#read = 0
  }
}

const FILTER = Float32Array.from({ length: CROSSINGS * RESOLUTION + 2 }, (_, index) => {
  const x = index / RESOLUTION
  return x < CROSSINGS ? sinc(x * ROLL_OFF) * ROLL_OFF * kaiser(x / CROSSINGS) : 0
})

function filterAt(x: number): number {
  const at = x * RESOLUTION
  const index = Math.floor(at)
  const low = FILTER[index] ?? 0
  return low + ((FILTER[index + 1] ?? 0) - low) * (at - index)
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

function kaiser(x: number): number {
  return bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA)
}

/** The modified Bessel function of the first kind and order 0, by its series. */
function bessel(x: number): number {
  let sum = 1
  let term = 1
  for (let k = 1; term > 1e-12 * sum; k += 1) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}
