/** The microphone of who has none open in the room: opened for a message, and shut when that stands still or is over. */

import { type ReadonlySignal, signal } from '@preact/signals'
import type { RecordingParts } from './recording-parts.ts'

export class OwnMicrophone {
  /** It was opened for the message alone. */
  readonly isOpen: ReadonlySignal<boolean>

  readonly #isOpen = signal(false)
  readonly #desk: RecordingParts['desk']

  constructor(desk: RecordingParts['desk']) {
    this.#desk = desk
    this.isOpen = this.#isOpen
  }

  /** The one that was chosen; where it does not open, the SDK says why when it tries. */
  async open(): Promise<void> {
    if (this.#desk.microphone.peek().is !== 'on') this.#isOpen.value = await this.#desk.openMicrophone()
  }

  /** One that was open before stays so. */
  close(): void {
    if (this.#isOpen.peek()) this.#desk.closeMicrophone()
    this.#isOpen.value = false
  }
}
