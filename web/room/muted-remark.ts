/**
 * That somebody speaks while they are muted: remarked for a moment, and not a moment longer than they are. Above a microphone
 * that the room hears it would say the opposite of what is true. Draws nothing.
 */

import { type ReadonlySignal, signal } from '@preact/signals'
import type { Participant, Room } from '../../src/client/index.ts'

/** How long a remark about something that just happened stays on the screen. */
const REMARK_MS = 5_000

export class MutedRemark {
  readonly isShown: ReadonlySignal<boolean>

  readonly #isShown = signal(false)
  readonly #endings: (() => void)[]
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(room: Pick<Room, 'on'>, me: ReadonlySignal<Pick<Participant, 'muted'>>) {
    this.isShown = this.#isShown
    this.#endings = [
      room.on('warning', (warning) => {
        if (warning === 'talking-while-muted') this.#show()
      }),
      me.subscribe(({ muted }) => {
        if (!muted) this.#hide()
      }),
    ]
  }

  dispose(): void {
    this.#hide()
    for (const end of this.#endings.splice(0)) end()
  }

  #show(): void {
    clearTimeout(this.#timer)
    this.#isShown.value = true
    this.#timer = setTimeout(() => this.#hide(), REMARK_MS)
  }

  #hide(): void {
    clearTimeout(this.#timer)
    this.#isShown.value = false
  }
}
