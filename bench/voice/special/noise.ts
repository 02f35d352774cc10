/**
 * The noise suppressors side by side: what is left of a noise, what becomes of the voice in it, how much later it comes, and
 * what that costs. The noise is 10 dB below the voice.
 */

import { decibels, powerOf } from '../../../src/audio/level.ts'
import { FRAME_SAMPLES, SAMPLE_RATE_HZ, samplesIn } from '../../../src/audio/pcm.ts'
import { round } from '../../statistics.ts'
import { decimate } from '../decimate.ts'
import { mixedWith, NOISES, type NoiseName, noiseOf } from '../noises.ts'
import { Said } from '../stoi.ts'
import { makeSuppressing, SUPPRESSORS, type SuppressorName } from '../suppressors.ts'
import { talkOf } from '../talk.ts'

const SNR_DB = 10
/** They listen in first. */
const SETTLING_SAMPLES = 5 * SAMPLE_RATE_HZ
const LONGEST_DELAY_SAMPLES = samplesIn(60)
/** Frames above hold speech, frames below a pause: the room of the talk is at −70 dBov. */
const SPEECH_POWER = 10 ** -5
const PAUSE_POWER = 10 ** -6.5
/** The usual bounds of a segmental SNR. */
const [LEAST_DB, MOST_DB] = [-10, 35] as const

export interface SuppressedNoise {
  noise: NoiseName
  /** 20 ms at a time, of what is speech. */
  segmentalSnrDb: number
  stoi: number
  /** What is heard where nobody speaks. */
  pausesDbov: number
}

export interface NoiseResult {
  /** 'none': as the microphone brings it. */
  suppressor: SuppressorName | 'none'
  delayMs: number
  /** Of one core. */
  cpuShare: number
  noises: SuppressedNoise[]
}

export async function tryNoise(minutes: number): Promise<NoiseResult[]> {
  const talk = talkOf(Math.min(1, minutes))
  const voicePower = decibels(meanPower(talk, (power) => power > SPEECH_POWER, talk))
  const names = Object.keys(NOISES) as NoiseName[]
  const sounds = names.map((name) => {
    return { name, noisy: mixedWith(talk, noiseOf(name, talk.length), voicePower - SNR_DB) }
  })
  const said = new Said(decimate(talk.subarray(SETTLING_SAMPLES)))
  const results: NoiseResult[] = [
    {
      suppressor: 'none',
      delayMs: 0,
      cpuShare: 0,
      noises: sounds.map(({ name, noisy }) => judge(name, talk, noisy, said)),
    },
  ]
  for (const suppressor of SUPPRESSORS) {
    const suppress = await makeSuppressing(suppressor)
    const before = process.threadCpuUsage()
    const clean = suppress(talk)
    const { user, system } = process.threadCpuUsage(before)
    const delay = delayOf(talk, clean)
    const noises: SuppressedNoise[] = []
    for (const { name, noisy } of sounds) {
      const heard = (await makeSuppressing(suppressor))(noisy)
      noises.push(judge(name, talk, heard.subarray(delay), said))
    }
    const cpuShare = round((user + system) / 1e6 / (talk.length / SAMPLE_RATE_HZ), 4)
    results.push({ suppressor, delayMs: round(delay / samplesIn(1), 1), cpuShare, noises })
  }
  return results
}

/** `heard` is in time with `talk`. */
function judge(noise: NoiseName, talk: Float32Array, heard: Float32Array, said: Said): SuppressedNoise {
  const stoi = said.intelligibility(decimate(heard.subarray(SETTLING_SAMPLES)))
  return {
    noise,
    segmentalSnrDb: round(segmentalSnrDb(talk, heard), 1),
    stoi: round(stoi, 3),
    pausesDbov: round(decibels(meanPower(heard, (power) => power < PAUSE_POWER, talk)), 0),
  }
}

/** Of the frames of `of` where `talk` is as loud as asked for. */
function meanPower(of: Float32Array, isWanted: (power: number) => boolean, talk: Float32Array): number {
  let [sum, count] = [0, 0]
  for (const at of framesOf(talk)) {
    if (!isWanted(powerOf(frameAt(talk, at)))) continue
    sum += powerOf(frameAt(of, at))
    count += 1
  }
  return sum / count
}

function segmentalSnrDb(talk: Float32Array, heard: Float32Array): number {
  const ratios: number[] = []
  for (const at of framesOf(talk)) {
    const said = frameAt(talk, at)
    if (powerOf(said) <= SPEECH_POWER) continue
    const wrong = powerOf(said.map((sample, index) => sample - (heard[at + index] ?? 0)))
    ratios.push(Math.max(LEAST_DB, Math.min(MOST_DB, decibels(powerOf(said) / wrong))))
  }
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
}

const frameAt = (samples: Float32Array, at: number) => samples.subarray(at, at + FRAME_SAMPLES)

const framesOf = (talk: Float32Array): number[] => {
  const last = talk.length - LONGEST_DELAY_SAMPLES - FRAME_SAMPLES
  return Array.from(
    { length: Math.floor((last - SETTLING_SAMPLES) / FRAME_SAMPLES) },
    (_, index) => SETTLING_SAMPLES + index * FRAME_SAMPLES,
  )
}

/** The samples by which `heard` is most like `talk`, over two seconds of it. */
function delayOf(talk: Float32Array, heard: Float32Array): number {
  const from = SETTLING_SAMPLES
  let [most, best] = [0, 0]
  for (let delay = 0; delay < LONGEST_DELAY_SAMPLES; delay += 1) {
    let sum = 0
    for (let at = from; at < from + 2 * SAMPLE_RATE_HZ; at += 3) sum += (talk[at] ?? 0) * (heard[at + delay] ?? 0)
    if (sum <= most) continue
    most = sum
    best = delay
  }
  return best
}
