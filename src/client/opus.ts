/**
 * libopus for the worklets, behind the interfaces of src/audio. Only the worklets import this file, so that a page loads
 * the codec with them and not with itself.
 */

import {
  Application,
  createDecoder,
  createEncoder,
  EncoderCtl,
  type EncoderOptions,
  type OpusDecoderHandle,
  Signal,
} from 'libopus-wasm'
import type { OpusDecoder, OpusEncoder } from '../audio/codec.ts'
import { SAMPLE_RATE_HZ, samplesIn } from '../audio/pcm.ts'
import { CHANNELS, type SoundProfile } from '../audio/sound-profile.ts'
import { StereoDecoder } from './stereo-decoder.ts'

/** Voices at full bandwidth; where the line carries less, or more, src/audio/send-rate.ts says so. */
export const BITRATE = 32_000
/** Of a session's begin. At the second, hardly anybody tells two channels of music from the original. */
export const BITRATES = { voice: BITRATE, music: 96_000 } as const satisfies Record<SoundProfile, number>
/** 0.28 ms for a frame on a laptop, where 5 takes 0.16; at 24 and 32 kb/s what is heard is that much clearer (docs/voice.md). */
export const COMPLEXITY = 10
/** The longest packet of the wire; what decodes to more is not of its making. */
const MAX_PACKET_SAMPLES = samplesIn(60)
/** Speakers whose first packets may arrive within one moment. */
const SPARE_DECODERS = 4

/** Speakers who begin to play music within one moment: one more is heard as the mean of both channels. */
const SPARE_STEREO = 2

const SETTINGS = {
  voice: { application: Application.Voip, signal: Signal.Voice },
  music: { application: Application.Audio, signal: Signal.Music },
} as const satisfies Record<SoundProfile, EncoderOptions>

/** An encoder with memory of its own, to be given back. */
export type FreedEncoder = OpusEncoder & { free(): void }

/** Nothing is lost on a WebSocket, so no FEC; silence is not sent at all, so no DTX. */
export async function makeOpusEncoder(profile: SoundProfile = 'voice'): Promise<FreedEncoder> {
  const encoder = await createEncoder({
    sampleRate: SAMPLE_RATE_HZ,
    channels: CHANNELS[profile],
    ...SETTINGS[profile],
    bitrate: BITRATES[profile],
    complexity: COMPLEXITY,
    dtx: false,
    fec: false,
  })
  // However few bits there are: packets of two channels are how everybody on the way knows music.
  encoder.encoderCtl(EncoderCtl.SetForceChannels, CHANNELS[profile])
  return {
    encode: (frame) => encoder.encodeFloat(frame),
    setBitrate: (bitsPerSecond) => encoder.setBitrate(bitsPerSecond),
    free: () => encoder.free(),
  }
}

/** Decoders made ahead: making one is asynchronous, and the audio thread cannot wait. */
export class DecoderShelf {
  readonly #mono = new Spares(1, SPARE_DECODERS)
  readonly #stereo = new Spares(2, SPARE_STEREO)

  static async create(): Promise<DecoderShelf> {
    const shelf = new DecoderShelf()
    await Promise.all([shelf.#mono.fill(), shelf.#stereo.fill()])
    return shelf
  }

  /** A fresh decoder, undefined when more were taken at once than are ever spare. */
  take(): OpusDecoder | undefined {
    const mono = this.#mono.take()
    return mono && new StereoDecoder(mono, () => this.#stereo.take())
  }
}

class Spares {
  readonly #channels: 1 | 2
  readonly #count: number
  readonly #ready: OpusDecoderHandle[] = []

  constructor(channels: 1 | 2, count: number) {
    this.#channels = channels
    this.#count = count
  }

  async fill(): Promise<void> {
    await Promise.all(Array.from({ length: this.#count }, () => this.#makeOne()))
  }

  take(): OpusDecoderHandle | undefined {
    const decoder = this.#ready.pop()
    // Making one fails only when memory is used up; then speakers go unheard, and the others sound on.
    this.#makeOne().catch(() => undefined)
    return decoder
  }

  async #makeOne(): Promise<void> {
    const format = { sampleRate: SAMPLE_RATE_HZ, channels: this.#channels } as const
    const decoder = await createDecoder({ ...format, maxFrameSize: MAX_PACKET_SAMPLES })
    if (this.#ready.length === this.#count) decoder.free()
    else this.#ready.push(decoder)
  }
}
