/**
 * The capture worklet: the microphone's samples, on the audio thread, through src/audio/talk-capture.ts into packets that
 * go straight to the network worker. The page hears of levels only.
 *
 * Next: src/audio/talk-capture.ts
 */

import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../audio/pcm.ts'
import { Resampler } from '../audio/resampler.ts'
import { type FrameReport, TalkCapture } from '../audio/talk-capture.ts'
import type { TalkSwitches } from '../audio/talk-gate.ts'
import { BITRATE, makeOpusEncoder } from './opus.ts'
import { CAPTURE_PROCESSOR } from './processor-names.ts'

export type CaptureCommand =
  /** A session begins: packets go out through `line`, each a transferred `ArrayBuffer`. */
  | { type: 'begin'; line: MessagePort }
  | { type: 'end' }
  | { type: 'switches'; switches: TalkSwitches }
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
  readonly #resampler = new Resampler(sampleRate, SAMPLE_RATE_HZ)
  readonly #reports: FrameReport[] = []
  #capture: TalkCapture | undefined
  #isClosed = false
  /** Commands that came before the codec. */
  readonly #early: CaptureCommand[] = []

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<CaptureCommand>) => this.#obey(data)
    makeOpusEncoder().then(
      (encoder) => this.#begin(new TalkCapture(encoder)),
      (error) => this.#tell({ type: 'failed', reason: String(error) }),
    )
  }

  override process(inputs: Float32Array[][]): boolean {
    const samples = this.#resampler.push(inputs[0]?.[0] ?? SILENCE)
    this.#capture?.push(samples, (frame) => this.#note(frame))
    return !this.#isClosed
  }

  #begin(capture: TalkCapture): void {
    this.#capture = capture
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
      case 'close':
        this.#isClosed = true
        break
      default:
        command satisfies never
    }
  }

  /** Every session begins as the encoder does, whatever the line of the last one carried. */
  #join(capture: TalkCapture, line: MessagePort): void {
    capture.bitrate = BITRATE
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
