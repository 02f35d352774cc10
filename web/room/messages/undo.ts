/** What was thrown away last, and the way to have it back, as long as there is one. Draws nothing. */

import { signal } from '@preact/signals'
import { announce } from '../../app/announce.ts'
import { words } from '../../i18n/language.ts'

/** For so long what was thrown away can be brought back (the SDK keeps it for as long). */
const UNDO_MS = 10_000

export class Undo {
  /** Brings it back. */
  readonly way = signal<(() => void) | undefined>(undefined)
  #timer: ReturnType<typeof setTimeout> | undefined

  offer(undo: () => Promise<void>): void {
    clearTimeout(this.#timer)
    announce(words.peek().messages.discardedNow)
    this.way.value = () => {
      this.forget()
      void undo()
    }
    this.#timer = setTimeout(() => this.forget(), UNDO_MS)
  }

  forget(): void {
    clearTimeout(this.#timer)
    this.way.value = undefined
  }
}
