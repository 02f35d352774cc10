/**
 * The sound of a file as samples, in order and without gaps: decoded by the browser, or by mediabunny where that is no more
 * than reading numbers. What comes before the file's start (an encoder's delay) is left out, gaps are silence, and a packet
 * that no decoder takes is passed over.
 */

import { type AudioSample, AudioSampleSink, EncodedPacketSink, type InputAudioTrack } from 'mediabunny'
import type { Sound } from './converted-clip.ts'
import type { SoundFile } from './sound-file.ts'
import { SoundGaps } from './sound-gaps.ts'
import { mixedDown } from './surround.ts'

export interface DecodedPiece {
  /** Of one channel or two. */
  sound: Sound
  rateHz: number
  /** How much of the file this is the end of, 0 … 1. */
  share: number
}

/** Ends with how many seconds of what it brought lie behind the sound's end. */
export type DecodedSound = AsyncGenerator<DecodedPiece, number>

/** Decoders run over by a frame or two, each of some 40 ms. */
const MAX_OVERRUN_S = 0.25
/** So many damaged places in one file, and it is no use to anybody. */
const MAX_FAULTS = 50
/** Less than the shortest frame: what ends so soon after where it begins anew was there before. */
const ALREADY_S = 0.002
/** Unless they are all at the end: then the file is cut off there. */
const CUT_OFF_SHARE = 0.9
/** A frame of MP3 or AAC: how far to go on to get past a damaged one. */
const FRAME_S = 0.026

export async function* decodedSound({ track, shareAt }: SoundFile): DecodedSound {
  const gaps = new SoundGaps()
  let endS = 0
  for await (const sample of soundSamples(new AudioSampleSink(track), shareAt)) {
    const { timestamp: fromS, sampleRate: rateHz, duration } = sample
    endS = fromS + duration
    const sound = heardOf(sample)
    if (sound === undefined) continue
    const silenceMs = gaps.before(Math.max(0, 1000 * fromS))
    const share = shareAt(endS)
    if (silenceMs > 0) yield { sound: silence((silenceMs / 1000) * rateHz), rateHz, share }
    yield { sound, rateHz, share }
    gaps.wrote(silenceMs + (1000 * (sound[0]?.length ?? 0)) / rateHz)
  }
  const overrunS = endS - (await toldEndS(track))
  return overrunS > 0 && overrunS < MAX_OVERRUN_S ? overrunS : 0
}

/** Without what lies before the file's start; undefined when all of it does. */
function heardOf(sample: AudioSample): Sound | undefined {
  const { timestamp, sampleRate, numberOfFrames } = sample
  const early = Math.max(0, Math.round(-timestamp * sampleRate))
  const sound = early < numberOfFrames ? mixedDown(channelsOf(sample, early)) : undefined
  sample.close()
  return sound
}

/** Where the last packet ends, as the file says; where it is cut off it does not. */
async function toldEndS(track: InputAudioTrack): Promise<number> {
  const last = new EncodedPacketSink(track).getPacket(Number.POSITIVE_INFINITY, { metadataOnly: true })
  const { timestamp, duration } = (await last.catch(() => null)) ?? { timestamp: 0, duration: 0 }
  return timestamp + duration
}

/** Begins anew behind what a decoder does not take, for such a decoder is closed. */
async function* soundSamples(sink: AudioSampleSink, shareAt: (endS: number) => number): AsyncGenerator<AudioSample> {
  let fromS = Number.NEGATIVE_INFINITY
  let reachedS: number | undefined
  for (let faults = 0; ; faults += 1) {
    try {
      for await (const sample of sink.samples(fromS)) {
        const endS = sample.timestamp + sample.duration
        const isNew = endS > fromS + ALREADY_S
        if (isNew) yield sample
        else sample.close()
        reachedS = endS
      }
      return
    } catch (error) {
      if (reachedS === undefined) throw error
      if (faults === MAX_FAULTS && shareAt(reachedS) > CUT_OFF_SHARE) return
      if (faults === MAX_FAULTS) throw error
      fromS = Math.max(reachedS, fromS + FRAME_S)
    }
  }
}

function channelsOf(sample: AudioSample, from: number): Sound {
  return Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const samples = new Float32Array(sample.numberOfFrames - from)
    sample.copyTo(samples, { planeIndex, format: 'f32-planar', frameOffset: from })
    return samples
  })
}

const silence = (samples: number): Sound => [new Float32Array(Math.round(samples))]
