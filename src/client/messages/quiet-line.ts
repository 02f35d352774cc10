/** The line from a microphone: what is to be done once nothing comes over it any more waits for its last packet. */

/** A worklet that is told to stop answers within a block; one whose context does not run never does. */
const QUIET_WITHIN_MS = 500

export class QuietLine {
  #isOpen = false
  #waiting: (() => void)[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  open(): void {
    this.#isOpen = true
  }

  /** The last packet is here. */
  quiet(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isOpen = false
    for (const act of this.#waiting.splice(0)) act()
  }

  whenQuiet(act: () => void): void {
    this.#waiting.push(act)
    if (this.#isOpen) this.#timer ??= setTimeout(() => this.quiet(), QUIET_WITHIN_MS)
    else this.quiet()
  }
}
