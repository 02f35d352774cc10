/**
 * One audio element and the source it plays from: thin, and without an opinion about which clip comes when.
 * What the element says comes out in the words of the player (player-state.ts).
 */

import { type LiveEdge, rateOf } from './live-edge.ts'
import type { ClipSource } from './sources.ts'

/** Often enough that the played part moves steadily; the element's own `timeupdate` comes four times a second. */
const LOOK_EVERY_MS = 100

export interface SoundListener {
  sounds(): void
  waits(): void
  /** The browser or a headset paused it. */
  paused(): void
  /** Position of its end. */
  ended(positionMs: number): void
  failed(error: unknown): void
  /** Position, and how far the mouth of whoever speaks is ahead of it. */
  moved(positionMs: number, behindMs: number): void
}

export class ClipSound {
  readonly #audio: HTMLAudioElement
  readonly #listener: SoundListener
  readonly #speed: () => number
  readonly #stopListening = new AbortController()
  #source: ClipSource | undefined
  /** A newer source makes what an older one still waits for void. */
  #turn = 0
  #startMs = 0
  /** It would play, and waits for more of a talk. */
  #isHeld = false
  #looking: ReturnType<typeof setInterval> | undefined

  constructor(audio: HTMLAudioElement, speed: () => number, listener: SoundListener) {
    this.#audio = audio
    this.#speed = speed
    this.#listener = listener
    audio.preservesPitch = true
    this.#listen()
  }

  /** Of a talk that is still being spoken; undefined for what is whole. */
  get edge(): LiveEdge | undefined {
    return this.#source?.edge
  }

  async open(source: ClipSource, startMs: number): Promise<void> {
    this.#turn += 1
    const turn = this.#turn
    this.#source?.release()
    this.#source = source
    this.#startMs = startMs
    this.#isHeld = false
    try {
      await source.attach(this.#audio)
      if (turn !== this.#turn) return
      this.#isHeld = this.edge !== undefined
      this.#keepPace()
      if (!this.#isHeld) await this.#audio.play()
    } catch (error) {
      if (turn === this.#turn) this.#refused(error)
    }
  }

  resume(): void {
    this.#isHeld = this.edge !== undefined
    if (this.#isHeld) this.look()
    else this.#play()
  }

  #play(): void {
    this.#audio.play().catch((error: unknown) => this.#refused(error))
  }

  pause(): void {
    this.#isHeld = false
    this.#audio.pause()
  }

  seek(ms: number): void {
    this.#startMs = ms
    if (this.#audio.readyState > 0) this.#audio.currentTime = ms / 1000
  }

  /** The person has chosen another speed. */
  changeSpeed(): void {
    this.#keepPace()
  }

  look(): void {
    const audio = this.#audio
    if (audio.readyState === 0 || audio.seeking) return
    this.#keepPace()
    const positionMs = audio.currentTime * 1000
    this.#listener.moved(positionMs, this.edge?.behindMs(positionMs, performance.now()) ?? 0)
  }

  release(): void {
    this.#turn += 1
    clearInterval(this.#looking)
    this.#source?.release()
    this.#source = undefined
    this.#audio.removeAttribute('src')
    this.#audio.load()
  }

  dispose(): void {
    this.#stopListening.abort()
    this.release()
  }

  #listen(): void {
    const audio = this.#audio
    const on = (event: string, listener: () => void) =>
      audio.addEventListener(event, listener, { signal: this.#stopListening.signal })
    on('loadedmetadata', () => {
      if (this.#startMs > 0) audio.currentTime = this.#startMs / 1000
      this.#keepPace()
    })
    on('playing', () => {
      clearInterval(this.#looking)
      this.#looking = setInterval(() => this.look(), LOOK_EVERY_MS)
      this.#listener.sounds()
    })
    on('waiting', () => this.#listener.waits())
    on('pause', () => {
      clearInterval(this.#looking)
      // Not at its end, and not what a new source does to the element.
      if (!audio.ended && audio.readyState > 0 && !this.#isHeld) this.#listener.paused()
    })
    on('ended', () => {
      clearInterval(this.#looking)
      this.#listener.ended(audio.currentTime * 1000)
    })
    on('error', () => this.#listener.failed(audio.error))
    on('seeked', () => this.look())
    on('timeupdate', () => this.look())
  }

  /** What is whole plays as fast as the person chose; a talk so that it neither runs dry nor falls behind. */
  #keepPace(): void {
    const audio = this.#audio
    const pace = this.edge?.pace(audio.currentTime * 1000, performance.now()) ?? 'free'
    if (pace === 'hold') {
      this.#hold()
      return
    }
    const rate = rateOf(pace, this.#speed())
    if (audio.playbackRate !== rate) audio.playbackRate = rate
    if (!this.#isHeld) return
    this.#isHeld = false
    this.#play()
  }

  #hold(): void {
    if (this.#isHeld || this.#audio.paused) return
    this.#isHeld = true
    this.#audio.pause()
    this.#listener.waits()
  }

  #refused(error: unknown): void {
    const name = error instanceof DOMException ? error.name : ''
    // The browser wants a press of its own, and gets it: the button shows "play" again.
    if (name === 'NotAllowedError') this.#listener.paused()
    // Paused meanwhile, or the element's own `error` tells more.
    else if (name !== 'AbortError' && name !== 'NotSupportedError') this.#listener.failed(error)
  }
}
