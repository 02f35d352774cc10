/**
 * The microphone that is open: its track, joined to where microphones come in, and what happens to it meanwhile. The one
 * before goes on until this one brings sound, then they change places within a moment: no gap, and no click.
 */

import { firstSound } from './first-sound.ts'
import { type MicrophoneSource, sourceOf } from './microphone-source.ts'

export interface MicrophoneWatch {
  /** The track is over: unplugged, or its permission taken back. */
  ended(): void
  /** It turns out that it cannot be joined. */
  broken(): void
  /** The system has silenced it, for a call or another application, or lets it sound again. */
  silenced(): void
}

/** What is open, as far as its changing of places goes. */
export interface OpenMicrophone {
  readonly deviceId: string
  readonly label: string
  /** The system lets nothing through. */
  readonly isSilenced: boolean
  readonly isOver: boolean
  /** Sounds in the place of `before`, which is closed then. */
  takeOver(before: Leaving | undefined): void
  /** Fades out, and closes. */
  leave(): void
  close(): void
}

type Leaving = Pick<OpenMicrophone, 'isSilenced' | 'isOver' | 'leave' | 'close'>

/** Two voices are not heard doubled for that long, and a step between two waveforms is no click. */
const FADE_S = 0.01
/** The fade, and the blocks that are on the way when it begins. */
const FADED_AFTER_MS = 60
/** A microphone that brings digital silence, as a muted headset, is in place after that long all the same. */
const FIRST_SOUND_WITHIN_MS = 600

export class MicrophoneInput implements OpenMicrophone {
  readonly track: MediaStreamTrack
  readonly #isOwn: boolean
  readonly #source: MicrophoneSource
  readonly #fade: GainNode
  readonly #stop = new AbortController()
  #before: Leaving | undefined

  /**
   * `isOwn`: whether closing stops the track. `inlet`: where microphones are connected.
   * @throws {EarshotError} `microphone-failed`
   */
  constructor(track: MediaStreamTrack, isOwn: boolean, inlet: AudioNode, watch: MicrophoneWatch) {
    this.track = track
    this.#isOwn = isOwn
    this.#source = sourceOf(track, inlet.context as AudioContext, () => watch.broken())
    this.#fade = new GainNode(inlet.context, { gain: 0 })
    this.#source.node.connect(this.#fade).connect(inlet)
    const { signal } = this.#stop
    track.addEventListener('ended', () => watch.ended(), { signal })
    for (const event of ['mute', 'unmute']) track.addEventListener(event, () => watch.silenced(), { signal })
  }

  get label(): string {
    return this.track.label
  }

  get deviceId(): string {
    return this.track.getSettings().deviceId ?? ''
  }

  get isSilenced(): boolean {
    return this.track.muted
  }

  get isOver(): boolean {
    return this.track.readyState === 'ended'
  }

  takeOver(before: Leaving | undefined): void {
    if (before === undefined || before.isOver || before.isSilenced) {
      before?.close()
      this.#fade.gain.value = 1
      return
    }
    this.#before = before
    void firstSound(this.#source.node, FIRST_SOUND_WITHIN_MS, this.#stop.signal).then(() => this.#changePlaces())
  }

  leave(): void {
    this.#stop.abort()
    this.#before?.leave()
    this.#before = undefined
    this.#rampTo(0)
    setTimeout(() => this.close(), FADED_AFTER_MS)
  }

  close(): void {
    this.#stop.abort()
    this.#before?.close()
    this.#before = undefined
    this.#source.close()
    this.#fade.disconnect()
    if (this.#isOwn) this.track.stop()
  }

  #changePlaces(): void {
    if (this.#stop.signal.aborted) return
    this.#rampTo(1)
    this.#before?.leave()
    this.#before = undefined
  }

  #rampTo(gain: number): void {
    const { currentTime } = this.#fade.context
    this.#fade.gain.cancelScheduledValues(currentTime)
    this.#fade.gain.setValueAtTime(this.#fade.gain.value, currentTime)
    this.#fade.gain.linearRampToValueAtTime(gain, currentTime + FADE_S)
  }
}
