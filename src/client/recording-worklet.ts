/**
 * The recording worklet: the microphone's samples, on the audio thread, through src/audio/recording-capture.ts into packets
 * that go straight to the messages' worker. The page hears of levels only.
 *
 * Next: src/audio/recording-capture.ts
 */

import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../audio/pcm.ts'
import { RecordingCapture } from '../audio/recording-capture.ts'
import { Resampler } from '../audio/resampler.ts'
import type { SoundProfile } from '../audio/sound-profile.ts'
import { LOOK_AHEAD_GRANULES } from '../clips/opus-head.ts'
import { type FreedEncoder, makeOpusEncoder } from './opus.ts'
import { RECORDING_PROCESSOR } from './processor-names.ts'

export type RecordingCommand =
  /** Packets go out through `line`, each a `LineFrame`. `goesOn`: behind those of another recording worklet. */
  | { type: 'begin'; line: MessagePort; trim: boolean; goesOn: boolean }
  /** The microphone is let go of: what was said until now goes out, and a `LinePause` behind it. */
  | { type: 'pause' }
  | { type: 'resume' }
  /** It is used no more. */
  | { type: 'close' }

/** `processorOptions` of its node. */
export interface RecordingSettings {
  profile: SoundProfile
}

export type RecordingReport =
  | { type: 'failed'; reason: string }
  /** The last frames, in order: −dBov of each, and whether anything was heard in any. */
  | { type: 'recorded'; levels: number[]; heard: boolean }

/** One packet of 20 ms, its buffer transferred. */
export interface LineFrame {
  payload: ArrayBuffer
  /** −dBov. */
  level: number
  heard: boolean
}

/** Nothing follows until the microphone is back; so many samples of the message were said. */
export interface LinePause {
  samples: number
}

/** 40 ms: 25 reports a second, which a meter shows as smooth. */
const FRAMES_PER_REPORT = 2
const SILENCE = new Float32Array(QUANTUM_SAMPLES)

class RecordingProcessor extends AudioWorkletProcessor {
  readonly #left = new Resampler(sampleRate, SAMPLE_RATE_HZ)
  readonly #right: Resampler | undefined
  readonly #profile: SoundProfile
  readonly #encoder: Promise<FreedEncoder>
  #capture: RecordingCapture | undefined
  #line: MessagePort | undefined
  #levels: number[] = []
  #wasHeard = false
  #isPaused = false
  #isClosed = false

  constructor({ processorOptions }: { processorOptions: RecordingSettings }) {
    super()
    this.#profile = processorOptions.profile
    this.#right = this.#profile === 'music' ? new Resampler(sampleRate, SAMPLE_RATE_HZ) : undefined
    this.#encoder = makeOpusEncoder(this.#profile)
    this.port.onmessage = ({ data }: MessageEvent<RecordingCommand>) => this.#obey(data)
  }

  override process(inputs: Float32Array[][]): boolean {
    const [left = SILENCE, right = left] = inputs[0] ?? []
    const samples = this.#left.push(left)
    const others = this.#right?.push(right)
    if (!this.#isPaused) this.#capture?.push(samples, others)
    return !this.#isClosed
  }

  #obey(command: RecordingCommand): void {
    switch (command.type) {
      case 'begin':
        this.#begin(command)
        break
      case 'pause':
        this.#pause()
        break
      case 'resume':
        this.#isPaused = false
        break
      case 'close':
        this.#isClosed = true
        this.#encoder.then((encoder) => encoder.free()).catch(() => undefined) // there was none
        break
      default:
        command satisfies never
    }
  }

  #begin({ line, trim, goesOn }: Extract<RecordingCommand, { type: 'begin' }>): void {
    const write = ({
      payload: { buffer },
      level,
      heard,
    }: { payload: Uint8Array<ArrayBuffer> } & Omit<LineFrame, 'payload'>) =>
      line.postMessage({ payload: buffer, level, heard } satisfies LineFrame, [buffer])
    const measured = (level: number, heard: boolean) => this.#note(level, heard)
    const options = { trim, goesOn, lookAheadSamples: LOOK_AHEAD_GRANULES, profile: this.#profile }
    const capture = new RecordingCapture({ write, measured }, options)
    this.#line = line
    this.#capture = capture
    this.#encoder.then(
      (encoder) => {
        capture.encoder = encoder
      },
      (error) => this.#tell({ type: 'failed', reason: String(error) }),
    )
  }

  #pause(): void {
    if (this.#isPaused) return
    this.#isPaused = true
    const pause = () => this.#line?.postMessage({ samples: this.#capture?.flush() ?? 0 } satisfies LinePause)
    this.#encoder.then(pause, pause) // who is quicker than the codec is compiled waits for it
  }

  #note(level: number, heard: boolean): void {
    this.#levels.push(level)
    this.#wasHeard ||= heard
    if (this.#levels.length < FRAMES_PER_REPORT) return
    this.#tell({ type: 'recorded', levels: this.#levels, heard: this.#wasHeard })
    this.#levels = []
    this.#wasHeard = false
  }

  #tell(report: RecordingReport): void {
    this.port.postMessage(report)
  }
}

registerProcessor(RECORDING_PROCESSOR, RecordingProcessor)
