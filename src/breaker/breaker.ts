/**
 * A breaker in front of something that can fail: after a few failures in a row it is open, and nothing is asked of what
 * has failed; after a while one call may find out, and its outcome decides. It knows no clock and makes no call itself.
 */

export interface BreakerSettings {
  /** So many failures in a row open it. */
  failures: number
  /** For how long it is open before one call may try. */
  openMs: number
}

type State =
  /** Calls go through. */
  | { is: 'closed'; failures: number }
  /** None does, until `untilMs`. */
  | { is: 'open'; untilMs: number }
  /** One is under way; a lost one counts as failed at `untilMs`, or nothing would ever go through again. */
  | { is: 'half-open'; untilMs: number }

export type Permission = { granted: true } | { granted: false; retryAfterMs: number }

export class Breaker {
  readonly #settings: BreakerSettings
  #state: State = { is: 'closed', failures: 0 }

  constructor(settings: BreakerSettings) {
    this.#settings = settings
  }

  get is(): State['is'] {
    return this.#state.is
  }

  /** Whether a call may be made now. Whoever is granted one says how it went, by `succeeded` or `failed`. */
  ask(nowMs: number): Permission {
    const state = this.#state
    if (state.is === 'closed') return { granted: true }
    if (nowMs < state.untilMs) return { granted: false, retryAfterMs: state.untilMs - nowMs }
    this.#state = { is: 'half-open', untilMs: nowMs + this.#settings.openMs }
    return { granted: true }
  }

  /** Whatever came before, it is there: a straggler that succeeds proves as much as a probe. */
  succeeded(): void {
    this.#state = { is: 'closed', failures: 0 }
  }

  failed(nowMs: number): void {
    const state = this.#state
    if (state.is === 'open') return // it was begun before; it tells nothing new
    const failures = state.is === 'closed' ? state.failures + 1 : this.#settings.failures
    this.#state =
      failures < this.#settings.failures
        ? { is: 'closed', failures }
        : { is: 'open', untilMs: nowMs + this.#settings.openMs }
  }
}
