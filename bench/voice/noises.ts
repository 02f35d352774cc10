/** Noises that people talk in, of power 1: the same for the same length. */

import { powerOf } from '../../src/audio/level.ts'
import { SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'
import { noise, seededRandom } from '../../test/support/tone.ts'
import { talkOf } from './talk.ts'

export const NOISES = {
  hiss: (samples: number) => noise(1, samples, 3),
  fan,
  keys,
  voices,
} as const satisfies Record<string, (samples: number) => Float32Array>
export type NoiseName = keyof typeof NOISES

export function noiseOf(name: NoiseName, samples: number): Float32Array {
  const made = NOISES[name](samples)
  const scale = 1 / Math.sqrt(powerOf(made))
  return made.map((sample) => scale * sample)
}

/** `sound` with `dbov` of a noise of power 1 beneath it. */
export function mixedWith(sound: Float32Array, noise: Float32Array, dbov: number): Float32Array {
  const gain = 10 ** (dbov / 20)
  return sound.map((sample, index) => sample + gain * (noise[index] ?? 0))
}

/** Falls off by 3 dB an octave: P. Kellet's filter for pink noise. */
function fan(samples: number): Float32Array {
  const poles = [0.99765, 0.963, 0.57] as const
  const gains = [0.099046, 0.2965164, 1.0526913] as const
  const states = [0, 0, 0]
  return noise(1, samples, 5).map((white) => {
    let sum = white * 0.1848
    for (const [index, pole] of poles.entries()) {
      const state = pole * (states[index] ?? 0) + white * (gains[index] ?? 0)
      states[index] = state
      sum += state
    }
    return sum
  })
}

/** Strokes of 30 ms, five a second, unevenly. */
function keys(samples: number): Float32Array {
  const random = seededRandom(9)
  const hiss = noise(1, samples, 7)
  const struck = new Float32Array(samples)
  const decay = Math.exp(-1 / (0.005 * SAMPLE_RATE_HZ))
  let gain = 0
  for (let at = 0; at < samples; at += 1) {
    gain = random() < 5 / SAMPLE_RATE_HZ ? 1 : gain * decay
    struck[at] = gain * (hiss[at] ?? 0)
  }
  return struck
}

/** Eight people at once, at other tables. */
function voices(samples: number): Float32Array {
  const crowd = new Float32Array(samples)
  for (let seed = 11; seed < 19; seed += 1) {
    const talk = talkOf(samples / SAMPLE_RATE_HZ / 60, seed)
    for (let at = 0; at < samples; at += 1) crowd[at] = (crowd[at] ?? 0) + (talk[at] ?? 0)
  }
  return crowd
}
