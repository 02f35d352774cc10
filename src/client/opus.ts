/**
 * libopus for the worklets, behind the interfaces of src/audio. Only the worklets import this file, so that a page loads
 * the codec with them and not with itself.
 */

import { Application, createDecoder, createEncoder, Signal } from 'libopus-wasm'
import type { OpusDecoder, OpusEncoder } from '../audio/codec.ts'
import { SAMPLE_RATE_HZ, samplesIn } from '../audio/pcm.ts'

/** Voices at full bandwidth; where the line carries less, or more, src/audio/send-rate.ts says so. */
export const BITRATE = 32_000
/** 0.28 ms for a frame on a laptop, where 5 takes 0.16; at 24 and 32 kb/s what is heard is that much clearer (docs/voice.md). */
export const COMPLEXITY = 10
/** The longest packet of the wire; what decodes to more is not of its making. */
const MAX_PACKET_SAMPLES = samplesIn(60)
/** Speakers whose first packets may arrive within one moment. */
const SPARE_DECODERS = 4

/** Nothing is lost on a WebSocket, so no FEC; silence is not sent at all, so no DTX. */
export async function makeOpusEncoder(): Promise<OpusEncoder> {
  const encoder = await createEncoder({
    sampleRate: SAMPLE_RATE_HZ,
    channels: 1,
    application: Application.Voip,
    signal: Signal.Voice,
    bitrate: BITRATE,
    complexity: COMPLEXITY,
    dtx: false,
    fec: false,
  })
  return {
    encode: (frame) => encoder.encodeFloat(frame),
    setBitrate: (bitsPerSecond) => encoder.setBitrate(bitsPerSecond),
  }
}

/** Decoders made ahead: making one is asynchronous, and the audio thread cannot wait. */
export class DecoderShelf {
  readonly #ready: OpusDecoder[] = []

  static async create(): Promise<DecoderShelf> {
    const shelf = new DecoderShelf()
    await Promise.all(Array.from({ length: SPARE_DECODERS }, () => shelf.#makeOne()))
    return shelf
  }

  /** A fresh decoder, undefined when more were taken at once than are ever spare. */
  take(): OpusDecoder | undefined {
    const decoder = this.#ready.pop()
    // Making one fails only when memory is used up; then speakers go unheard, and the others sound on.
    this.#makeOne().catch(() => undefined)
    return decoder
  }

  async #makeOne(): Promise<void> {
    const decoder = await createDecoder({ sampleRate: SAMPLE_RATE_HZ, channels: 1, maxFrameSize: MAX_PACKET_SAMPLES })
    if (this.#ready.length === SPARE_DECODERS) return decoder.free()
    this.#ready.push({
      decode: (packet, samples) => decoder.decodeFloat(packet, packet === null ? { frameSize: samples } : {}),
      recover: (next, samples) => decoder.decodeFloat(next, { decodeFec: true, frameSize: samples }),
      free: () => decoder.free(),
    })
  }
}
