/**
 * Keeps the screen on while the page is shown: a phone that dozes off would end the conversation.
 *
 * Behind a locked screen or another application it does nothing. There the open microphone holds the page, where the
 * browser lets capture go on: Chrome on Android and Safari on iOS are said to, which is not measured. Who only listens may
 * be cut off, and resumes when the page is back: a page is held for what it plays only through a media element, and Media
 * Session speaks for nothing else in Chromium. The mix goes through none, for that adds a buffer to every word, and what
 * it does to echo cancellation on phones is not measured either.
 */

export class KeepAlive {
  readonly #stop = new AbortController()
  #wakeLock: WakeLockSentinel | undefined

  constructor() {
    const { signal } = this.#stop
    document.addEventListener('visibilitychange', () => this.#keepScreenOn(), { signal })
    this.#keepScreenOn()
  }

  release(): void {
    this.#stop.abort()
    this.#wakeLock?.release().catch(() => undefined) // it was released already, with the page's visibility
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
