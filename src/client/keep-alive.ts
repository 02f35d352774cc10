/**
 * Keeps a phone from ending a conversation by itself, as far as the platform lets a page: the screen stays on while the
 * page is shown, and the system is told that this page is playing, so that it goes on when the screen is locked.
 */

export class KeepAlive {
  readonly #stop = new AbortController()
  #wakeLock: WakeLockSentinel | undefined

  constructor() {
    const { signal } = this.#stop
    document.addEventListener('visibilitychange', () => this.#keepScreenOn(), { signal })
    this.#keepScreenOn()
    declarePlayback('playing')
  }

  release(): void {
    this.#stop.abort()
    this.#wakeLock?.release().catch(() => undefined) // it was released already, with the page's visibility
    declarePlayback('none')
  }

  /** The lock ends whenever the page is hidden, so it is asked for anew when it is shown. */
  async #keepScreenOn(): Promise<void> {
    if (document.visibilityState !== 'visible') return
    try {
      const wakeLock = await navigator.wakeLock?.request('screen')
      if (this.#stop.signal.aborted) await wakeLock?.release()
      else this.#wakeLock = wakeLock
    } catch {
      // Refused, for example to save the battery: the screen then goes off as it always does.
    }
  }
}

function declarePlayback(state: MediaSessionPlaybackState): void {
  if ('mediaSession' in navigator) navigator.mediaSession.playbackState = state
}
