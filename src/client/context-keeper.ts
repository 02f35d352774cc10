/**
 * Keeps an `AudioContext` running: browsers hold sound back until the user has touched the page, and phones take it away
 * for a call. Knows whether it really runs, and wakes it as far as the system lets it.
 */

import { ContextClock } from './context-clock.ts'

/** A browser that lets the context run does so at once. Without a gesture `resume` stays pending for ever. */
const WAKES_WITHIN_MS = 500
/** A sound card may take a moment to begin. */
const MOVES_WITHIN_MS = 1_000
const LOOK_EVERY_MS = 1_000
const POLL_EVERY_MS = 10

export class ContextKeeper {
  readonly #context: AudioContext
  readonly #changed: () => void
  readonly #clock = new ContextClock()
  readonly #stop = new AbortController()
  #hasRun = false
  /** Its time stands still since it last said that it runs; until that moves, it runs no more, whatever it says. */
  #stands = false
  #time = 0
  #waking: Promise<boolean> | undefined
  #isTried = false
  #wasRunning: boolean
  #state: AudioContextState

  /** `changed`: it runs, or runs no more, or may be woken. */
  constructor(context: AudioContext, changed: () => void) {
    this.#context = context
    this.#changed = changed
    this.#wasRunning = this.isRunning
    this.#hasRun = this.#wasRunning
    this.#state = context.state
    const { signal } = this.#stop
    context.addEventListener('statechange', () => this.#look(), { signal })
    const timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
    signal.addEventListener('abort', () => clearInterval(timer))
  }

  get isRunning(): boolean {
    return this.#context.state === 'running' && !this.#stands
  }

  /** It ran, and the system has stopped it. */
  get isInterrupted(): boolean {
    return this.#hasRun && !this.isRunning && this.#context.state !== 'closed'
  }

  /** May be woken without asking: iOS breaks a context that is resumed while a call has it. */
  get isSuspended(): boolean {
    return this.#context.state === 'suspended' || this.#stands
  }

  /** To be called in a gesture. Resolves with whether it runs now. */
  wake(): Promise<boolean> {
    // In the gesture itself, even while an earlier try waits for one. Rejected when the browser still refuses.
    if (!this.isRunning) void this.#context.resume().catch(() => undefined)
    this.#waking ??= this.#wake().finally(() => {
      this.#waking = undefined
    })
    return this.#waking
  }

  /** What a call has left suspended may be let run again without a gesture: tried once each time. */
  wakeUnasked(): void {
    if (this.#isTried || !this.isInterrupted || !this.isSuspended) return
    this.#isTried = true
    if (this.#stands) void this.wake()
    else void this.#context.resume().catch(() => undefined) // rejected where the context is closed meanwhile
  }

  stop(): void {
    this.#stop.abort()
  }

  /** It runs, or will not. */
  async #resumed(): Promise<void> {
    for (let waitedMs = 0; waitedMs < WAKES_WITHIN_MS; waitedMs += POLL_EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS))
      if (this.#context.state === 'running') return
    }
  }

  async #wake(): Promise<boolean> {
    if (!this.isRunning) await this.#resumed()
    if (this.#context.state === 'running' && !(await this.#moves())) await this.#restart()
    this.#look()
    return this.isRunning
  }

  /** Says it runs and does not: stopped and resumed, it may. */
  async #restart(): Promise<void> {
    const suspended = this.#context.suspend().catch(() => undefined)
    await Promise.race([suspended, new Promise((resolve) => setTimeout(resolve, WAKES_WITHIN_MS))])
    void this.#context.resume().catch(() => undefined) // rejected when the browser still refuses
    await this.#resumed()
    await this.#moves()
  }

  /** Whether its time goes on. */
  async #moves(): Promise<boolean> {
    const before = this.#context.currentTime
    for (let waitedMs = 0; waitedMs < MOVES_WITHIN_MS; waitedMs += POLL_EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS))
      if (this.#context.currentTime !== before) return true
    }
    return false
  }

  #look(): void {
    const { state, currentTime } = this.#context
    const hasMoved = currentTime !== this.#time
    this.#time = currentTime
    if (hasMoved) this.#stands = false
    if (state !== 'running') this.#clock.reset()
    else if (this.#clock.stands(currentTime, performance.now())) this.#stands = true
    const { isRunning } = this
    this.#hasRun ||= isRunning
    if (isRunning) this.#isTried = false
    if (isRunning === this.#wasRunning && state === this.#state) return
    this.#wasRunning = isRunning
    this.#state = state
    this.#changed()
  }
}
