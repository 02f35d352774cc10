/**
 * What is wrong with the open microphone, for as long as it is: the SDK says once that something is, and the levels that
 * follow say when it is right again. Draws nothing.
 */

import { computed, signal } from '@preact/signals'
import type { MicrophoneFault } from '../../src/client/index.ts'

/** −dBov of a microphone that brings nothing at all (docs/protocol.md, a packet's level). */
const NOTHING = 127
/** −dBov: what is louder is talk, and tells whether the microphone still stands too loud. */
const FAINTEST_TALK = 50
/** Levels come 25 a second: so many are 3 s of talk, as long as the SDK takes to judge. */
const JUDGED_LEVELS = 75
/** Half the power: somebody stepped back, or turned it down. */
const SOFTER_DB = 3

export class MicrophoneFaults {
  readonly #silent = signal(false)
  readonly #tooLoud = signal(false)
  /** Nothing at all comes before too much. */
  readonly now = computed<MicrophoneFault | undefined>(() =>
    this.#silent.value ? 'no-sound' : this.#tooLoud.value ? 'too-loud' : undefined,
  )

  /** The talk of the last 3 s, the latest last. */
  #talk: number[] = []
  /** The loudest of what was too loud. */
  #tooLoudAt = 0

  tell(fault: MicrophoneFault): void {
    if (fault === 'no-sound') this.#silent.value = true
    else this.#beginTooLoud()
  }

  /** Takes the level of a moment, in −dBov. */
  hear(level: number): void {
    if (level < NOTHING) this.#silent.value = false
    if (level >= FAINTEST_TALK) return
    this.#talk = [...this.#talk, level].slice(-JUDGED_LEVELS)
    const isEnough = this.#tooLoud.peek() && this.#talk.length === JUDGED_LEVELS
    if (isEnough && Math.min(...this.#talk) >= this.#tooLoudAt + SOFTER_DB) this.#tooLoud.value = false
  }

  /** Somebody has read that it is too loud. */
  dismiss(): void {
    this.#tooLoud.value = false
  }

  /** Another microphone, or none. */
  reset(): void {
    this.#silent.value = false
    this.#tooLoud.value = false
    this.#talk = []
  }

  #beginTooLoud(): void {
    this.#tooLoud.value = true
    this.#tooLoudAt = Math.min(...this.#talk)
    this.#talk = []
  }
}
