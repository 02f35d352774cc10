/** More channels than two, brought to two: what is heard from the left, and from the right. */

import type { Sound } from './converted-clip.ts'

/** ITU-R BS.775: what is in the middle, or behind, comes from a side 3 dB quieter. */
const SHARED = Math.SQRT1_2

/** What each channel gives to the left and to the right, by their number, in the order of WAVE (and of WebCodecs): L R C LFE … */
const SHARES: Record<number, readonly (readonly [number, number])[]> = {
  3: [
    [1, 0],
    [0, 1],
    [SHARED, SHARED],
  ],
  4: [
    [1, 0],
    [0, 1],
    [SHARED, 0],
    [0, SHARED],
  ],
  5: [
    [1, 0],
    [0, 1],
    [SHARED, SHARED],
    [SHARED, 0],
    [0, SHARED],
  ],
  6: [
    [1, 0],
    [0, 1],
    [SHARED, SHARED],
    [0, 0],
    [SHARED, 0],
    [0, SHARED],
  ],
  8: [
    [1, 0],
    [0, 1],
    [SHARED, SHARED],
    [0, 0],
    [SHARED, 0],
    [0, SHARED],
    [SHARED, 0],
    [0, SHARED],
  ],
}

/** One channel and two stay as they are. Of more than is known here, all are heard from both sides alike. */
export function mixedDown(channels: Sound): Sound {
  if (channels.length <= 2) return channels
  const shares = SHARES[channels.length]
  const sides =
    shares === undefined ? [channels.map(() => 1)] : [0, 1].map((side) => shares.map((share) => share[side] as number))
  return sides.map((weights) => weighted(channels, weights))
}

/** The sum, as loud as full scale at most. */
function weighted(channels: Sound, weights: readonly number[]): Float32Array<ArrayBuffer> {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mix = new Float32Array(channels[0]?.length ?? 0)
  channels.forEach((samples, channel) => {
    const weight = (weights[channel] ?? 0) / total
    if (weight > 0)
      for (let at = 0; at < mix.length; at += 1) mix[at] = (mix[at] as number) + weight * (samples[at] as number)
  })
  return mix
}
