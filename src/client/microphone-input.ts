/**
 * The microphone that is open: its track, joined to the capture worklet, and what happens to it meanwhile. One is in
 * place at a time; the worklet runs on while they change.
 */

import { EarshotError } from './errors.ts'

export interface MicrophoneWatch {
  /** The track is over: unplugged, or its permission taken back. */
  ended(): void
  /** The system has silenced it, for a call or another application. */
  interrupted(): void
  resumed(): void
}

export class MicrophoneInput {
  readonly track: MediaStreamTrack
  readonly #isOwn: boolean
  readonly #source: MediaStreamAudioSourceNode
  readonly #stop = new AbortController()

  /**
   * `isOwn`: whether closing stops the track.
   * @throws {EarshotError} `microphone-failed`
   */
  constructor(track: MediaStreamTrack, isOwn: boolean, capture: AudioWorkletNode, watch: MicrophoneWatch) {
    this.track = track
    this.#isOwn = isOwn
    this.#source = sourceOf(track, capture.context as AudioContext)
    this.#source.connect(capture)
    const { signal } = this.#stop
    track.addEventListener('ended', () => watch.ended(), { signal })
    track.addEventListener('mute', () => watch.interrupted(), { signal })
    track.addEventListener('unmute', () => watch.resumed(), { signal })
  }

  get label(): string {
    return this.track.label
  }

  get deviceId(): string {
    return this.track.getSettings().deviceId ?? ''
  }

  close(): void {
    this.#stop.abort()
    this.#source.disconnect()
    if (this.#isOwn) this.track.stop()
  }
}

function sourceOf(track: MediaStreamTrack, context: AudioContext): MediaStreamAudioSourceNode {
  try {
    return context.createMediaStreamSource(new MediaStream([track]))
  } catch (cause) {
    throw new EarshotError('microphone-failed', { cause }) // Firefox: the device runs at another rate than the context
  }
}
