/**
 * Whether the others receive what this client says at present: a talk that finds no place is not passed on [W23]. Pure.
 */

/**
 * A talk-start is as good as heard until the room says otherwise [W24]. Whoever waits for a place begins to speak anew
 * after every breath; that is no news before the room has had this long to answer.
 */
const ANSWERED_WITHIN_MS = 1_000

export class Heard {
  #isHeard = true
  /** When an unheard talk that began a new spurt counts as heard, if the room stays silent. */
  #heardAtMs: number | undefined

  /** True, too, while nothing is said. */
  get now(): boolean {
    return this.#isHeard
  }

  spurtBegan(nowMs: number): void {
    if (!this.#isHeard) this.#heardAtMs = nowMs + ANSWERED_WITHIN_MS
  }

  talkEnded(): void {
    this.paced(true)
  }

  /** The room's word on the talk that is open. */
  paced(heard: boolean): void {
    this.#isHeard = heard
    this.#heardAtMs = undefined
  }

  nextDeadlineMs(): number | undefined {
    return this.#heardAtMs
  }

  tick(nowMs: number): void {
    if (nowMs >= (this.#heardAtMs ?? Number.POSITIVE_INFINITY)) this.paced(true)
  }
}
