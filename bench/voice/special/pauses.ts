/**
 * What is heard between two spurts of somebody in a room that is not silent: how loud it is and how it sounds, beside the
 * room itself as the microphone heard it just then.
 */

import { decibels, powerOf } from '../../../src/audio/level.ts'
import { SAMPLE_RATE_HZ, samplesIn } from '../../../src/audio/pcm.ts'
import { BITRATE } from '../../../src/client/opus.ts'
import { SLOT_MS } from '../../../src/protocol/packet.ts'
import { powerOfTwo, transform } from '../../../test/support/fourier.ts'
import { median, round } from '../../statistics.ts'
import { ADAPTIVE } from '../buffers.ts'
import { makeVoiceEncoder } from '../codec.ts'
import { mixedWith, type NoiseName, noiseOf } from '../noises.ts'
import { play } from '../scene.ts'
import type { Said } from '../sender.ts'
import { talkOf } from '../talk.ts'
import { readTrace } from '../trace-files.ts'

const ROOMS: readonly { noise: NoiseName; dbov: number }[] = [
  { noise: 'hiss', dbov: -70 },
  { noise: 'fan', dbov: -60 },
  { noise: 'fan', dbov: -50 },
  { noise: 'fan', dbov: -42 },
]
/** From when the voice has faded out; most pauses are hardly longer than this. */
const LOOKED_AT_MS = [100, 400] as const
/** What is heard is as late as this, a few ms more or less: noise has no moments. */
const DELAY_MS = 36
const BANDS_FROM_HZ = 100
const BANDS_TO_HZ = 8_000
const THIRD = 2 ** (1 / 3)

export interface PausesResult {
  room: string
  pauses: number
  /** The medians of the pauses: how loud it was there, and here. */
  saidDbov: number
  heardDbov: number
  /** Root mean square of what the third octaves from 100 Hz to 8 kHz differ by. */
  spectrumOffDb: number
}

export async function tryPauses(minutes: number): Promise<PausesResult[]> {
  const results: PausesResult[] = []
  for (const { noise, dbov } of ROOMS) {
    const plain = talkOf(Math.min(3, minutes))
    const talk = mixedWith(plain, noiseOf(noise, plain.length), dbov)
    const encoder = await makeVoiceEncoder({ bitrate: BITRATE, expectedLossPercent: 0 })
    const { samples, said } = await play({ talk, encoder, trace: readTrace('clean'), buffer: ADAPTIVE })
    const pieces = pausesOf(said).map((fromMs) => {
      const [from, to] = LOOKED_AT_MS.map((ms) => samplesIn(fromMs + ms)) as [number, number]
      const late = samplesIn(DELAY_MS)
      return { there: talk.subarray(from, to), here: samples.subarray(from + late, to + late) }
    })
    results.push({
      room: `${noise}, ${dbov} dBov`,
      pauses: pieces.length,
      saidDbov: round(median(pieces.map(({ there }) => decibels(powerOf(there)))), 1),
      heardDbov: round(median(pieces.map(({ here }) => decibels(powerOf(here)))), 1),
      spectrumOffDb: round(median(pieces.map(({ there, here }) => spectrumOffDb(there, here))), 1),
    })
  }
  return results
}

/** Where something was said last before a pause that is long enough to be looked at. */
function pausesOf(said: readonly Said[]): number[] {
  return said.flatMap(({ endSlot }, index) => {
    const next = said[index + 1]
    return next !== undefined && (next.slot - endSlot) * SLOT_MS > LOOKED_AT_MS[1] ? [endSlot * SLOT_MS] : []
  })
}

function spectrumOffDb(there: Float32Array, here: Float32Array): number {
  const [a, b] = [bandsOf(there), bandsOf(here)]
  const squares = a.map((level, band) => (level - (b[band] ?? 0)) ** 2)
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length)
}

/** Third octaves, in dB. */
function bandsOf(samples: Float32Array): number[] {
  const size = powerOfTwo(samples.length)
  const { real, imaginary } = transform(samples, size)
  const bin = (hertz: number) => Math.round((hertz * size) / SAMPLE_RATE_HZ)
  const bands: number[] = []
  for (let hertz = BANDS_FROM_HZ; hertz < BANDS_TO_HZ; hertz *= THIRD) {
    let sum = 0
    for (let at = bin(hertz); at < bin(hertz * THIRD); at += 1) sum += (real[at] ?? 0) ** 2 + (imaginary[at] ?? 0) ** 2
    bands.push(decibels(sum))
  }
  return bands
}
