/**
 * The discrete Fourier transform that the measurements rest on: radix 2, in place, nothing else.
 */

export interface Spectrum {
  real: Float64Array
  imaginary: Float64Array
}

/** The least power of two that is no less than `length`. */
export const powerOfTwo = (length: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, length)))

/** The spectrum of `samples`, padded with zeros to `size`, a power of two. */
export function transform(samples: ArrayLike<number>, size: number): Spectrum {
  const real = new Float64Array(size)
  real.set(samples)
  const spectrum = { real, imaginary: new Float64Array(size) }
  fourier(spectrum)
  return spectrum
}

/** The real samples of a spectrum, which is used up. */
export function inverse(spectrum: Spectrum): Float64Array {
  // The inverse transform is the forward one with the two parts exchanged, over the size.
  fourier({ real: spectrum.imaginary, imaginary: spectrum.real })
  const size = spectrum.real.length
  return spectrum.real.map((value) => value / size)
}

/** Cooley and Tukey's transform with Gentleman and Sande's bit reversal first; memory is walked in its order, which caches like. */
function fourier({ real, imaginary }: Spectrum): void {
  const size = real.length
  const { cosines, sines } = turnsOf(size)
  reverseBits(real)
  reverseBits(imaginary)
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half)
    for (let first = 0; first < size; first += 2 * half) {
      for (let low = first, turn = 0; low < first + half; low += 1, turn += stride) {
        const high = low + half
        const cosine = at(cosines, turn)
        const sine = at(sines, turn)
        const re = at(real, high) * cosine - at(imaginary, high) * sine
        const im = at(real, high) * sine + at(imaginary, high) * cosine
        real[high] = at(real, low) - re
        imaginary[high] = at(imaginary, low) - im
        real[low] = at(real, low) + re
        imaginary[low] = at(imaginary, low) + im
      }
    }
  }
}

/** The turns of the last size: who compares sounds takes many transforms of one size. */
let known: { size: number; cosines: Float64Array; sines: Float64Array } | undefined

function turnsOf(size: number): { cosines: Float64Array; sines: Float64Array } {
  if (known?.size === size) return known
  const turns = Float64Array.from({ length: size / 2 }, (_, turn) => (-2 * Math.PI * turn) / size)
  known = { size, cosines: turns.map(Math.cos), sines: turns.map(Math.sin) }
  return known
}

function reverseBits(values: Float64Array): void {
  for (let index = 1, mirrored = 0; index < values.length; index += 1) {
    let bit = values.length >> 1
    for (; mirrored & bit; bit >>= 1) mirrored ^= bit
    mirrored ^= bit
    if (index < mirrored) {
      const kept = at(values, index)
      values[index] = at(values, mirrored)
      values[mirrored] = kept
    }
  }
}

const at = (values: Float64Array, index: number): number => values[index] as number
