/**
 * An audio element for tests of what plays on it: it does what it is told, says it as a browser does, and its time moves
 * when the test says so.
 */

export class FakeAudio extends EventTarget {
  currentTime = 0
  playbackRate = 1
  preservesPitch = true
  paused = true
  ended = false
  seeking = false
  readyState = 0
  error: unknown = null
  #src = ''

  get src(): string {
    return this.#src
  }

  set src(address: string) {
    this.#src = address
    this.#empty()
  }

  canPlayType(): string {
    return 'probably'
  }

  /** From here on it has what it needs. */
  loads(): void {
    this.readyState = 4
    this.#say('loadedmetadata')
    if (!this.paused) this.#say('playing')
  }

  /** Time moves on. */
  reaches(seconds: number): void {
    this.currentTime = seconds
    this.#say('timeupdate')
  }

  ends(seconds: number): void {
    this.reaches(seconds)
    this.ended = true
    this.paused = true
    this.#say('pause')
    this.#say('ended')
  }

  breaks(): void {
    this.error = { code: 2 }
    this.#say('error')
  }

  async play(): Promise<void> {
    this.paused = false
    this.ended = false
    if (this.readyState > 0) this.#say('playing')
  }

  pause(): void {
    if (this.paused) return
    this.paused = true
    this.#say('pause')
  }

  load(): void {
    this.#empty()
  }

  removeAttribute(): void {
    this.#src = ''
  }

  get element(): HTMLAudioElement {
    return this as unknown as HTMLAudioElement
  }

  #empty(): void {
    this.readyState = 0
    this.currentTime = 0
    this.paused = true
    this.ended = false
    this.error = null
  }

  #say(event: string): void {
    this.dispatchEvent(new Event(event))
  }
}
