/** libopus as the SDK sets it up, and with the settings that a trial varies. */

import { Application, createEncoder, Signal } from 'libopus-wasm'
import type { OpusDecoder, OpusEncoder } from '../../src/audio/codec.ts'
import { SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'
import { COMPLEXITY, DecoderShelf } from '../../src/client/opus.ts'

export interface VoiceSettings {
  bitrate: number
  /** The loss that in-band FEC is to be made for, in percent; 0: no FEC. */
  expectedLossPercent: number
  complexity?: number
}

export async function makeVoiceEncoder(settings: VoiceSettings): Promise<OpusEncoder> {
  const { bitrate, expectedLossPercent, complexity = COMPLEXITY } = settings
  const encoder = await createEncoder({
    sampleRate: SAMPLE_RATE_HZ,
    channels: 1,
    application: Application.Voip,
    signal: Signal.Voice,
    bitrate,
    complexity,
    dtx: false,
    fec: expectedLossPercent > 0,
    packetLossPercent: expectedLossPercent,
  })
  return {
    encode: (frame) => encoder.encodeFloat(frame),
    setBitrate: (bitsPerSecond) => encoder.setBitrate(bitsPerSecond),
  }
}

/** A fresh decoder, as the playout worklet takes one. */
export async function takeDecoder(): Promise<OpusDecoder> {
  const decoder = (await DecoderShelf.create()).take()
  if (decoder === undefined) throw new Error('A fresh shelf has decoders.')
  return decoder
}
