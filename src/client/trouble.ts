/**
 * Trouble on the line, made on purpose, for tests of applications that are built on the SDK. It is made where the network
 * worker meets the world, so that everything behind it does as it would in earnest.
 */

/** What `Room.simulate` can bring about. */
export type Trouble = 'drop' | 'stall' | 'deploy'

/** A command for the network worker itself: no session hears of it. */
export interface TroubleCommand {
  type: 'trouble'
  trouble: Trouble
  /** How long a stall lasts. */
  forMs: number
}

/** What the session is told of a lost line: RFC 6455 §7.4.1, and the code with which a deployment closes. */
export const CLOSE_OF = { drop: 1006, deploy: 1012 } as const satisfies Partial<Record<Trouble, number>>

/** Holds back whatever happens while a stall lasts, as for somebody who sleeps. */
export class Stall {
  readonly #waiting: (() => void)[] = []
  #isOn = false

  /** For so long nothing happens; then everything at once, in its order. */
  begin(forMs: number): void {
    if (this.#isOn) return
    this.#isOn = true
    setTimeout(() => this.#end(), forMs)
  }

  /** Does it now, or when the stall is over. */
  pass(happen: () => void): void {
    if (this.#isOn) this.#waiting.push(happen)
    else happen()
  }

  #end(): void {
    this.#isOn = false
    for (const happen of this.#waiting.splice(0)) happen()
  }
}
