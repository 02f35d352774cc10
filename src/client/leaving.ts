/**
 * How a session takes its leave: at once when nothing that was said waits to be kept, else when it is kept, or after a
 * moment. Pure.
 */

/** Who leaves waits so long for what was said last to be kept: the room ships it at once, and the Archive writes once. */
export const KEPT_WITHIN_MS = 1_500

type State = { at: 'staying' } | { at: 'leaving'; byMs: number } | { at: 'gone' }

export class Leaving {
  #state: State = { at: 'staying' }

  get hasBegun(): boolean {
    return this.#state.at !== 'staying'
  }

  /** Leave has been taken: what is still to come is the close. */
  get isOver(): boolean {
    return this.#state.at === 'gone'
  }

  /** A second wish to leave may be more urgent than the first. */
  begin(atOnce: boolean, nowMs: number): void {
    if (!this.isOver) this.#state = { at: 'leaving', byMs: atOnce ? nowMs : nowMs + KEPT_WITHIN_MS }
  }

  isDue(isKept: boolean, nowMs: number): boolean {
    return this.#state.at === 'leaving' && (isKept || nowMs >= this.#state.byMs)
  }

  end(): void {
    this.#state = { at: 'gone' }
  }

  nextDeadlineMs(): number | undefined {
    return this.#state.at === 'leaving' ? this.#state.byMs : undefined
  }
}
