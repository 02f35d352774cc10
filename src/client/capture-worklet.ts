/**
 * The capture worklet: the microphone's samples, on the audio thread, through src/audio/talk-capture.ts into packets that
 * go straight to the network worker. The page hears of levels only.
 *
 * Next: src/audio/talk-capture.ts
 */

import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../audio/pcm.ts'
import { Resampler } from '../audio/resampler.ts'
import type { SoundProfile } from '../audio/sound-profile.ts'
import { type FrameReport, TalkCapture } from '../audio/talk-capture.ts'
import type { TalkSwitches } from '../audio/talk-gate.ts'
import { BITRATES, type FreedEncoder, makeOpusEncoder } from './opus.ts'
import { CAPTURE_PROCESSOR } from './processor-names.ts'

export type CaptureCommand =
  /** A session begins: packets go out through `line`, each a transferred `ArrayBuffer`. */
  | { type: 'begin'; line: MessagePort }
  | { type: 'end' }
  | { type: 'switches'; switches: TalkSwitches }
  /** What comes in is something else from now on. */
  | { type: 'profile'; profile: SoundProfile }
  /** It is used no more. */
  | { type: 'close' }

/** What the network worker says across the line on which it gets the packets. */
export interface LineWish {
  bitrate: number
}

export type CaptureReport =
  | { type: 'ready' }
  | { type: 'failed'; reason: string }
  /** The last `frames` frames: the loudest one's −dBov, how many held a voice, how many were clipped, whether any was sent. */
  | { type: 'heard'; frames: number; level: number; voicedFrames: number; clippedFrames: number; sent: boolean }

/** 40 ms: 25 reports a second, which a meter shows as smooth. */
const FRAMES_PER_REPORT = 2
const SILENCE = new Float32Array(QUANTUM_SAMPLES)

class CaptureProcessor extends AudioWorkletProcessor {
  readonly #left = new Resampler(sampleRate, SAMPLE_RATE_HZ)
  #right: Resampler | undefined
  readonly #reports: FrameReport[] = []
  #capture: TalkCapture | undefined
  #encoder: FreedEncoder | undefined
  #profile: SoundProfile = 'voice'
  /** The last one that was asked for: its encoder takes a moment. */
  #wanted: SoundProfile = 'voice'
  #isClosed = false
  /** Commands that came before the codec. */
  readonly #early: CaptureCommand[] = []

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<CaptureCommand>) => this.#obey(data)
    makeOpusEncoder().then(
      (encoder) => this.#begin(encoder),
      (error) => this.#tell({ type: 'failed', reason: String(error) }),
    )
  }

  override process(inputs: Float32Array[][]): boolean {
    const [left = SILENCE, right = left] = inputs[0] ?? []
    const samples = this.#left.push(left)
    this.#capture?.push(samples, (frame) => this.#note(frame), this.#right?.push(right))
    return !this.#isClosed
  }

  #begin(encoder: FreedEncoder): void {
    this.#encoder = encoder
    this.#capture = new TalkCapture(encoder)
    for (const command of this.#early.splice(0)) this.#obey(command)
    this.#tell({ type: 'ready' })
  }

  #obey(command: CaptureCommand): void {
    if (this.#capture === undefined) {
      this.#early.push(command)
      return
    }
    switch (command.type) {
      case 'begin':
        this.#join(this.#capture, command.line)
        break
      case 'end':
        this.#capture.end()
        break
      case 'switches':
        this.#capture.switches = command.switches
        break
      case 'profile':
        void this.#turnTo(this.#capture, command.profile)
        break
      case 'close':
        this.#isClosed = true
        break
      default:
        command satisfies never
    }
  }

  async #turnTo(capture: TalkCapture, profile: SoundProfile): Promise<void> {
    this.#wanted = profile
    if (profile === this.#profile) return
    const encoder = await makeOpusEncoder(profile).catch(() => undefined) // memory is used up: it stays as it is
    if (encoder === undefined) return
    if (this.#wanted !== profile) return encoder.free()
    this.#encoder?.free()
    this.#encoder = encoder
    this.#profile = profile
    this.#right = profile === 'music' ? this.#left.fork() : undefined
    capture.turnTo(profile, encoder)
  }

  /** Every session begins as the encoder does, whatever the line of the last one carried. */
  #join(capture: TalkCapture, line: MessagePort): void {
    capture.bitrate = BITRATES[this.#profile]
    capture.begin((packet) => line.postMessage(packet.buffer, [packet.buffer]))
    line.onmessage = ({ data }: MessageEvent<LineWish>) => {
      capture.bitrate = data.bitrate
    }
  }

  #note({ level, voiced, clipped, sent }: Readonly<FrameReport>): void {
    this.#reports.push({ level, voiced, clipped, sent })
    if (this.#reports.length < FRAMES_PER_REPORT) return
    const frames = this.#reports.splice(0)
    this.#tell({
      type: 'heard',
      frames: frames.length,
      level: Math.min(...frames.map((frame) => frame.level)),
      voicedFrames: frames.filter((frame) => frame.voiced).length,
      clippedFrames: frames.filter((frame) => frame.clipped).length,
      sent: frames.some((frame) => frame.sent),
    })
  }

  #tell(report: CaptureReport): void {
    this.port.postMessage(report)
  }
}

registerProcessor(CAPTURE_PROCESSOR, CaptureProcessor)
