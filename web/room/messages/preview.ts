/**
 * Listens to what has not been sent yet: one sound of this device at a time, a recording or a draft. It knows nothing of
 * the room; while it plays, the room's player rests.
 */

import { signal } from '@preact/signals'

export type PreviewState =
  | { is: 'idle' }
  | { is: 'loading'; id: string }
  | { is: 'playing'; id: string }
  | { is: 'paused'; id: string }
  | { is: 'failed'; id: string }

/** Often enough that the played part moves steadily. */
const LOOK_EVERY_MS = 100

export class Preview {
  readonly state = signal<PreviewState>({ is: 'idle' })
  readonly positionMs = signal(0)

  readonly #audio: HTMLAudioElement
  readonly #begins: () => void
  readonly #stop = new AbortController()
  /** A newer sound makes void what an older one still waits for. */
  #turn = 0
  #address = ''
  #looking: ReturnType<typeof setInterval> | undefined

  /** `begins`: is called before anything sounds. */
  constructor(audio: HTMLAudioElement, begins: () => void) {
    this.#audio = audio
    this.#begins = begins
    this.#listen()
  }

  isAt(id: string): boolean {
    const state = this.state.value
    return state.is !== 'idle' && state.id === id
  }

  isOn(id: string): boolean {
    const { is } = this.state.value
    return this.isAt(id) && (is === 'loading' || is === 'playing')
  }

  positionOf(id: string): number {
    return this.isAt(id) ? this.positionMs.value : 0
  }

  toggle(id: string, sound: () => Promise<Blob>): void {
    if (this.isOn(id)) this.pause()
    else void this.play(id, sound)
  }

  /** From where it stands, when it stands there already. */
  async play(id: string, sound: () => Promise<Blob>, fromMs?: number): Promise<void> {
    this.#begins()
    if (this.isAt(id) && this.state.peek().is === 'paused') {
      if (fromMs !== undefined) this.seek(id, fromMs)
      return this.#sound(this.#turn, id)
    }
    this.stop()
    const turn = this.#turn
    this.state.value = { is: 'loading', id }
    const blob = await sound().catch(() => undefined) // EarshotError: it is gone, or cannot be read
    if (turn !== this.#turn) return
    if (blob === undefined) {
      this.state.value = { is: 'failed', id }
      return
    }
    this.#address = URL.createObjectURL(blob)
    this.#audio.src = this.#address
    if (fromMs !== undefined) this.seek(id, fromMs)
    await this.#sound(turn, id)
  }

  pause(): void {
    const state = this.state.peek()
    this.#audio.pause()
    if (state.is === 'playing' || state.is === 'loading') this.state.value = { is: 'paused', id: state.id }
  }

  seek(id: string, ms: number): void {
    if (!this.isAt(id)) return
    this.positionMs.value = ms
    this.#audio.currentTime = ms / 1000
  }

  /** Lets go of the sound: it has changed, or is gone. */
  stop(): void {
    this.#turn += 1
    clearInterval(this.#looking)
    this.#audio.pause()
    this.#audio.removeAttribute('src')
    URL.revokeObjectURL(this.#address)
    this.#address = ''
    this.positionMs.value = 0
    this.state.value = { is: 'idle' }
  }

  dispose(): void {
    this.#stop.abort()
    this.stop()
  }

  async #sound(turn: number, id: string): Promise<void> {
    try {
      await this.#audio.play()
      if (turn === this.#turn) this.state.value = { is: 'playing', id }
    } catch {
      // NotSupportedError: this browser plays no Ogg; AbortError: paused meanwhile, and said so already.
      if (turn === this.#turn && this.state.peek().is !== 'paused') this.state.value = { is: 'failed', id }
    }
  }

  #listen(): void {
    const { signal } = this.#stop
    this.#audio.addEventListener('playing', () => this.#look(), { signal })
    this.#audio.addEventListener('ended', () => this.#end(), { signal })
    this.#audio.addEventListener('pause', () => clearInterval(this.#looking), { signal })
  }

  #look(): void {
    clearInterval(this.#looking)
    this.#looking = setInterval(() => {
      this.positionMs.value = this.#audio.currentTime * 1000
    }, LOOK_EVERY_MS)
  }

  /** Ready to be listened to again from the start. */
  #end(): void {
    const state = this.state.peek()
    if (state.is === 'idle') return
    this.#audio.currentTime = 0
    this.positionMs.value = 0
    this.state.value = { is: 'paused', id: state.id }
  }
}
