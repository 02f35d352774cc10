/**
 * Samples at any rate become a clip: brought to 48 kHz, encoded by libopus, written as Ogg Opus, their levels measured. Stereo
 * is encoded as such from the first frame on in which the channels differ; sound in which they never do is mono, whatever its
 * file says.
 */

import { Application, createEncoder, EncoderCtl, type OpusEncoderHandle, Signal } from 'libopus-wasm'
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ } from '../../audio/pcm.ts'
import { Resampler } from '../../audio/resampler.ts'
import { GRANULES_PER_MS, writeOpusHead } from '../../clips/opus-head.ts'
import { EarshotError } from '../errors.ts'
import { ClipWriter } from './clip-writer.ts'
import type { ConvertedClip, Sound } from './converted-clip.ts'
import { MeasuredLevels } from './measured-levels.ts'

/** As for live voices (src/client/opus.ts). */
const COMPLEXITY = 10
/** `opus_defines.h`, OPUS_AUTO: libopus decides for each frame. */
const AUTO = -1000
/** A difference 20 dB below the sum is what a second microphone adds in the same place, or a lossy codec. */
const LEAST_DIFFERENCE = 0.01
/** −50 dBov: below, two channels differ by their noise. */
const LEAST_POWER = 1e-5

export class ClipEncoder {
  readonly #encoder: OpusEncoderHandle
  readonly #channels: number
  readonly #bitrate: number
  readonly #writer = new ClipWriter()
  readonly #levels = new MeasuredLevels()
  /** The frame that fills up, its channels interleaved. */
  readonly #frame: Float32Array
  #filled = 0
  #samples = 0
  #isStereo = false
  #resamplers: Resampler[] = []
  #rateHz = 0

  private constructor(encoder: OpusEncoderHandle, bitrate: number) {
    this.#encoder = encoder
    this.#channels = encoder.channels
    this.#bitrate = bitrate
    this.#frame = new Float32Array(FRAME_SAMPLES * encoder.channels)
  }

  /** `bitrate`: of one channel, in bits a second. */
  static async create(channels: number, bitrate: number): Promise<ClipEncoder> {
    const encoder = await createEncoder({
      sampleRate: SAMPLE_RATE_HZ,
      channels: channels === 1 ? 1 : 2,
      application: Application.Audio,
      signal: Signal.Auto,
      bitrate,
      complexity: COMPLEXITY,
    })
    encoder.encoderCtl(EncoderCtl.SetForceChannels, 1)
    return new ClipEncoder(encoder, bitrate)
  }

  push(sound: Sound, rateHz: number): void {
    if (rateHz !== this.#rateHz) this.#resampleFrom(rateHz)
    const channels = this.#resamplers.map((resampler, channel) => {
      return resampler.push(sound[channel] ?? (sound[0] as Float32Array))
    })
    const length = channels[0]?.length ?? 0
    for (let at = 0; at < length; at += 1) this.#take(channels, at)
    this.#samples += length
  }

  /** `tooLongS`: how much at the end is not to be heard. */
  finish(tooLongS: number): ConvertedClip {
    const samples = this.#samples - Math.round(tooLongS * SAMPLE_RATE_HZ)
    if (samples <= 0) throw new EarshotError('file-no-sound')
    const preSkip = this.#encoder.getLookahead()
    const end = preSkip + samples
    while (this.#writer.samples < end) this.#encode()
    const head = writeOpusHead({ channels: this.#isStereo ? 2 : 1, preSkip })
    const blob = this.#writer.finish(head, end)
    const durationMs = samples / GRANULES_PER_MS
    return { blob, durationMs, waveform: this.#levels.waveform(0, durationMs) }
  }

  #resampleFrom(rateHz: number): void {
    this.#rateHz = rateHz
    this.#resamplers = Array.from({ length: this.#channels }, () => new Resampler(rateHz, SAMPLE_RATE_HZ))
  }

  #take(channels: readonly Float32Array[], at: number): void {
    for (const channel of channels) {
      this.#frame[this.#filled] = withinScale(channel[at] as number)
      this.#filled += 1
    }
    if (this.#filled === this.#frame.length) this.#encode()
  }

  /** The frame, silent where it is not full. */
  #encode(): void {
    this.#frame.fill(0, this.#filled)
    this.#filled = 0
    this.#levels.push(this.#frame, FRAME_MS)
    if (this.#channels === 2 && !this.#isStereo && channelsDiffer(this.#frame)) this.#becomeStereo()
    this.#writer.add(this.#encoder.encodeFloat(this.#frame), FRAME_SAMPLES)
  }

  #becomeStereo(): void {
    this.#isStereo = true
    this.#encoder.encoderCtl(EncoderCtl.SetForceChannels, AUTO)
    this.#encoder.setBitrate(2 * this.#bitrate)
  }
}

/** A broken file may hold what is no number; what is louder than full scale every player cuts off. */
function withinScale(sample: number): number {
  if (sample >= -1) return Math.min(1, sample)
  return sample < -1 ? -1 : 0
}

function channelsDiffer(frame: Float32Array): boolean {
  let sum = 0
  let difference = 0
  for (let at = 0; at < frame.length; at += 2) {
    const [left, right] = [frame[at] as number, frame[at + 1] as number]
    sum += (left + right) ** 2
    difference += (left - right) ** 2
  }
  const power = (sum + difference) / (2 * frame.length)
  return power > LEAST_POWER && difference > LEAST_DIFFERENCE * sum
}
