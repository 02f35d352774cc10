/** More channels than two, brought to two: what is heard from the left, and from the right. */

import type { Sound } from './converted-clip.ts'

/** ITU-R BS.775: what is in the middle, or behind, comes from a side 3 dB quieter. */
const SHARED = Math.SQRT1_2

/** What a channel gives to the left, and to the right. */
type Share = readonly [left: number, right: number]

const LEFT: Share = [1, 0]
const RIGHT: Share = [0, 1]
const MIDDLE: Share = [SHARED, SHARED]
const BEHIND_LEFT: Share = [SHARED, 0]
const BEHIND_RIGHT: Share = [0, SHARED]
/** Of explosions alone. */
const RUMBLE: Share = [0, 0]

/** By the number of channels, in the order of WAVE, which is WebCodecs's too. */
const SHARES: Record<number, readonly Share[]> = {
  3: [LEFT, RIGHT, MIDDLE],
  4: [LEFT, RIGHT, BEHIND_LEFT, BEHIND_RIGHT],
  5: [LEFT, RIGHT, MIDDLE, BEHIND_LEFT, BEHIND_RIGHT],
  6: [LEFT, RIGHT, MIDDLE, RUMBLE, BEHIND_LEFT, BEHIND_RIGHT],
  8: [LEFT, RIGHT, MIDDLE, RUMBLE, BEHIND_LEFT, BEHIND_RIGHT, BEHIND_LEFT, BEHIND_RIGHT],
}

/** One channel and two stay as they are. Of more than is known here, all are heard from both sides alike. */
export function mixedDown(channels: Sound): Sound {
  if (channels.length <= 2) return channels
  const shares = SHARES[channels.length]
  if (shares === undefined) return [weighted(channels, () => 1)]
  return [0, 1].map((side) => weighted(channels, (channel) => shares[channel]?.[side] ?? 0))
}

/** The sum, no louder than the channels are. */
function weighted(channels: Sound, weightOf: (channel: number) => number): Float32Array<ArrayBuffer> {
  const total = channels.reduce((sum, _, channel) => sum + weightOf(channel), 0)
  const mix = new Float32Array(channels[0]?.length ?? 0)
  channels.forEach((samples, channel) => {
    const weight = weightOf(channel) / total
    for (let at = 0; at < mix.length; at += 1) mix[at] = (mix[at] as number) + weight * (samples[at] as number)
  })
  return mix
}
