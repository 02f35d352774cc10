/** That a press was too short for a message: said, and shown for a moment. */

import { type ReadonlySignal, signal } from '@preact/signals'
import { announce } from '../../app/announce.ts'
import { words } from '../../i18n/language.ts'

const SHOWN_FOR_MS = 4_000

export class Slip {
  readonly isShown: ReadonlySignal<boolean>

  readonly #isShown = signal(false)
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    this.isShown = this.#isShown
  }

  show(): void {
    this.forget()
    this.#isShown.value = true
    announce(words.peek().messages.tooShort)
    this.#timer = setTimeout(() => this.forget(), SHOWN_FOR_MS)
  }

  forget(): void {
    clearTimeout(this.#timer)
    this.#isShown.value = false
  }
}
