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

/** Cooley and Tukey's transform with Gentleman and Sande's bit reversal first. */
function fourier({ real, imaginary }: Spectrum): void {
  const size = real.length
  reverseBits(real)
  reverseBits(imaginary)
  for (let half = 1; half < size; half *= 2) {
    for (let k = 0; k < half; k += 1) {
      const angle = (-Math.PI * k) / half
      const cosine = Math.cos(angle)
      const sine = Math.sin(angle)
      for (let low = k; low < size; low += 2 * half) {
        const high = low + half
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
