/** An AudioContext that stops, stands still and comes back as it is told to; its time is that of the test's clock. */

/** What a browser's context does, as far as it is told to: its time moves when it runs and is not stuck. */
export class FakeContext extends EventTarget {
  state: AudioContextState = 'running'
  isStuck = false
  /** How many restarts it takes to get it unstuck. */
  stuckFor = 0
  resumes = 0
  /** What resuming comes to: it may stay pending for ever. */
  mayResume = true
  readonly #timer = setInterval(() => {
    if (this.state === 'running' && !this.isStuck) this.currentTime += 0.01
  }, 10)
  currentTime = 1

  become(state: AudioContextState): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }

  resume(): Promise<void> {
    this.resumes += 1
    if (!this.mayResume) return new Promise(() => undefined)
    if (this.state !== 'running') this.become('running')
    return Promise.resolve()
  }

  async suspend(): Promise<void> {
    this.stuckFor -= 1
    if (this.stuckFor <= 0) this.isStuck = false
    this.become('suspended')
  }

  end(): void {
    clearInterval(this.#timer)
  }
}
