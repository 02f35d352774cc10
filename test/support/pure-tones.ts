/** What recordings hold of a tone: its pitch, how strong it is, and clicks in it. */

/** The amplitude of a tone in `samples`: of all of them, by its Fourier coefficient under a Hann window. */
export function amplitudeOf(samples: Float32Array, hertz: number, rateHz: number): number {
  let [real, imaginary, weight] = [0, 0, 0]
  samples.forEach((sample, at) => {
    const window = Math.sin((Math.PI * at) / samples.length) ** 2
    real += window * sample * Math.cos((2 * Math.PI * hertz * at) / rateHz)
    imaginary += window * sample * Math.sin((2 * Math.PI * hertz * at) / rateHz)
    weight += window
  })
  return (2 * Math.hypot(real, imaginary)) / weight
}

/** The second, or whatever part of one, in which a tone is strongest: no pause of the machine has cut that. */
export function bestSecond(samples: Float32Array, hertz: number, rateHz: number, seconds = 1): Float32Array {
  const length = seconds * rateHz
  const halves = Math.max(0, Math.floor((2 * samples.length) / length) - 1)
  const parts = Array.from({ length: halves }, (_, half) =>
    samples.subarray((half * length) / 2, (half / 2 + 1) * length),
  )
  const [best = samples] = parts.toSorted((a, b) => amplitudeOf(b, hertz, rateHz) - amplitudeOf(a, hertz, rateHz))
  return best
}

/** The strongest tone near `hertz` in one second, to a tenth of a Hz, and how strong it is. */
export function toneNear(second: Float32Array, hertz: number, rateHz: number): { pitch: number; amplitude: number } {
  let best = { pitch: hertz, amplitude: 0 }
  for (const step of [1, 0.1]) {
    const around = best.pitch
    for (let near = -5 * step; near <= 5 * step; near += step) {
      const amplitude = amplitudeOf(second, around + near, rateHz)
      if (amplitude > best.amplitude) best = { pitch: around + near, amplitude }
    }
  }
  return best
}

/** Steps between samples that are larger than twice the tone's own largest, by the second. */
export function clicksPerSecond(samples: Float32Array, hertz: number, amplitude: number, rateHz: number): number {
  const own = amplitude * 2 * Math.sin((Math.PI * hertz) / rateHz)
  let clicks = 0
  for (let index = 1; index < samples.length; index += 1) {
    if (Math.abs((samples[index] ?? 0) - (samples[index - 1] ?? 0)) > 2 * own) clicks += 1
  }
  return clicks / (samples.length / rateHz)
}

export const db = (share: number): number => 20 * Math.log10(share)
