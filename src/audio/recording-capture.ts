/**
 * A voice message on its way from samples to packets: frames → level, whether anything is heard → encoder → packet. Nothing
 * is gated but the silence before the first sound. What comes before the codec is compiled waits for it.
 *
 * Next: src/client/messages/recording-file.ts
 */

import type { OpusEncoder } from './codec.ts'
import { Framer } from './framer.ts'
import { levelOf } from './level.ts'
import { meanChannel } from './mean-channel.ts'
import { FRAME_SAMPLES } from './pcm.ts'
import { isHeard, KEPT_SILENCE_FRAMES } from './recording-silence.ts'
import { CHANNELS, type SoundProfile } from './sound-profile.ts'
import { VoiceActivity } from './voice-activity.ts'

/** What waited goes two at a time, within one block of the audio thread (2.7 ms): a frame takes 0.3 ms to encode. */
const ENCODED_AT_ONCE = 2

export interface RecordedFrame {
  /** One Opus packet of 20 ms, its own copy. */
  payload: Uint8Array<ArrayBuffer>
  /** −dBov. */
  level: number
  heard: boolean
}

interface WaitingFrame {
  samples: Float32Array
  level: number
  heard: boolean
}

export interface CaptureOptions {
  /** The silence before the first sound is left out. */
  trim: boolean
  /** It is said behind what another capture took: nothing is left out before it. */
  goesOn?: boolean
  /** The codec gives out a sample this much later than it takes it in. */
  lookAheadSamples: number
  /** From the first frame to the last: a message is of one channel, or of two. A voice, unless said. */
  profile?: SoundProfile
}

export interface RecordingSink {
  /** The next packet of the message. */
  write(frame: RecordedFrame): void
  /** A frame was measured, whether it is written or not. */
  measured(level: number, heard: boolean): void
}

export class RecordingCapture {
  readonly #sink: RecordingSink
  readonly #lookAheadSamples: number
  readonly #profile: SoundProfile
  readonly #goesOn: boolean
  readonly #framer = new Framer()
  /** The mean of two channels. */
  readonly #mean = new Float32Array(FRAME_SAMPLES)
  readonly #activity = new VoiceActivity()
  readonly #waiting: WaitingFrame[] = []
  #encoder: OpusEncoder | undefined
  /** The message has begun: every frame from here on is in it. */
  #hasBegun: boolean
  /** Since the message began, what was padded included. */
  #samples = 0
  #framesDropped = 0

  constructor(sink: RecordingSink, { trim, goesOn = false, lookAheadSamples, profile = 'voice' }: CaptureOptions) {
    this.#sink = sink
    this.#profile = profile
    this.#goesOn = goesOn
    this.#framer.channels = CHANNELS[profile]
    this.#lookAheadSamples = lookAheadSamples
    this.#hasBegun = goesOn || !trim
  }

  /** Behind a frame of silence a codec is where a pause leaves it: the packets of before are followed as by its own. */
  set encoder(encoder: OpusEncoder) {
    if (this.#goesOn) encoded(encoder, new Float32Array(this.#framer.channels * FRAME_SAMPLES))
    this.#encoder = encoder
  }

  /** Takes the microphone's next samples at 48 kHz, of music those of its right channel too. */
  push(samples: Float32Array, right?: Float32Array): void {
    this.#samples += samples.length
    this.#framer.push(samples, (frame) => this.#take(frame), right)
  }

  /**
   * The microphone is let go of, for now or for good: what waits is encoded, and behind it as much silence as the codec
   * needs to give out the last sample; a packet more would be one that nobody hears (RFC 7845 §4.4). Returns how many samples
   * of the message are its own.
   */
  flush(): number {
    const own = this.#samples - this.#framesDropped * FRAME_SAMPLES
    const frames = Math.ceil((this.#samples + this.#lookAheadSamples) / FRAME_SAMPLES)
    if (this.#hasBegun) this.push(new Float32Array(frames * FRAME_SAMPLES - this.#samples))
    this.#encode(this.#waiting.length)
    return this.#hasBegun ? own : 0
  }

  #take(frame: Float32Array): void {
    const level = levelOf(frame)
    this.#activity.push(this.#profile === 'voice' ? frame : meanChannel(frame, this.#mean))
    const heard = isHeard(level, this.#activity.voiced, this.#profile)
    this.#sink.measured(level, heard)
    this.#hasBegun ||= heard
    this.#waiting.push({ samples: frame.slice(), level, heard })
    if (this.#hasBegun) this.#encode(ENCODED_AT_ONCE)
    else this.#forgetSilence()
  }

  #forgetSilence(): void {
    if (this.#waiting.length <= KEPT_SILENCE_FRAMES) return
    this.#waiting.shift()
    this.#framesDropped += 1
  }

  #encode(frames: number): void {
    if (this.#encoder === undefined || !this.#hasBegun) return
    for (const { samples, level, heard } of this.#waiting.splice(0, frames)) {
      const payload = encoded(this.#encoder, samples)
      if (payload !== undefined) this.#sink.write({ payload, level, heard })
    }
  }
}

function encoded(encoder: OpusEncoder, samples: Float32Array): Uint8Array<ArrayBuffer> | undefined {
  try {
    return encoder.encode(samples).slice()
  } catch {
    return undefined // out of memory: this frame is lost, and the audio thread goes on
  }
}
