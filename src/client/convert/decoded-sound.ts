/**
 * The sound of a file as samples, in order and without gaps: decoded by the browser, or by mediabunny where that is no more
 * than reading numbers. What comes before the file's start (an encoder's delay) is left out, gaps are silence, and a packet
 * that no decoder takes is passed over.
 */

import { type AudioSample, AudioSampleSink, EncodedPacketSink } from 'mediabunny'
import type { Sound } from './converted-clip.ts'
import type { SoundFile } from './sound-file.ts'
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

/** Containers round times to 1 ms, and AAC and MP3 have frames of 26: a gap is what neither explains. */
const LEAST_GAP_S = 0.01
/** A longer one is a wrong time: nobody waits a minute for the next word. */
const MAX_GAP_S = 60
/** Decoders run over by a frame or two, each of some 40 ms. */
const MAX_OVERRUN_S = 0.25
/** So many damaged places in one file, and it is no use to anybody. */
const MAX_FAULTS = 50
/** A frame of MP3 or AAC: how far to go on to get past a damaged one. */
const FRAME_S = 0.026

export async function* decodedSound({ track, shareAt }: SoundFile): DecodedSound {
  let endS: number | undefined
  for await (const sample of soundSamples(new AudioSampleSink(track))) {
    const { timestamp: fromS, duration, sampleRate: rateHz, numberOfFrames } = sample
    const gapS = fromS - (endS ?? fromS)
    const share = shareAt(fromS + duration)
    if (gapS > LEAST_GAP_S && gapS < MAX_GAP_S) yield { sound: silence(gapS * rateHz), rateHz, share }
    const early = Math.min(numberOfFrames, Math.max(0, Math.round(-fromS * rateHz)))
    const sound = early < numberOfFrames ? mixedDown(channelsOf(sample, early)) : undefined
    sample.close()
    if (sound !== undefined) yield { sound, rateHz, share }
    endS = fromS + duration
  }
  const last = await new EncodedPacketSink(track).getPacket(Number.POSITIVE_INFINITY, { metadataOnly: true })
  const overrunS = (endS ?? 0) - ((last?.timestamp ?? 0) + (last?.duration ?? 0))
  return overrunS > 0 && overrunS < MAX_OVERRUN_S ? overrunS : 0
}

/** Begins anew behind what a decoder does not take, for such a decoder is closed. */
async function* soundSamples(sink: AudioSampleSink): AsyncGenerator<AudioSample> {
  let fromS = Number.NEGATIVE_INFINITY
  let reachedS: number | undefined
  for (let faults = 0; ; faults += 1) {
    try {
      for await (const sample of sink.samples(fromS)) {
        const endS = sample.timestamp + sample.duration
        const isNew = endS > fromS + LEAST_GAP_S
        if (isNew) yield sample
        else sample.close()
        reachedS = endS
      }
      return
    } catch (error) {
      if (reachedS === undefined || faults === MAX_FAULTS) throw error
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
