/**
 * Whom my voice reaches while I talk: whether the room passes it on at all, and who does not receive it. Draws nothing.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Room } from '../../src/client/index.ts'

/** A breath is not the end of what is said. */
const BREATH_MS = 2_000
const NOBODY: ReadonlySet<number> = new Set()

export class Reach {
  /** Whether what I say is passed on; true while I say nothing. */
  readonly heard: ReadonlySignal<boolean>
  /** Members who do not receive me; nobody while I say nothing, or am not heard by anybody. */
  readonly missedBy: ReadonlySignal<ReadonlySet<number>>

  readonly #talking = signal(false)
  readonly #endings: (() => void)[]
  #pause: ReturnType<typeof setTimeout> | undefined

  constructor(room: Pick<Room, 'on' | 'heard' | 'unheardBy'>) {
    const heard = signal(room.heard)
    const unheardBy = signal(room.unheardBy)
    this.heard = heard
    this.missedBy = computed(() => (this.#talking.value && heard.value ? unheardBy.value : NOBODY))
    this.#endings = [
      room.on('heard', (isHeard) => {
        heard.value = isHeard
      }),
      room.on('unheard', (by) => {
        unheardBy.value = by
      }),
    ]
  }

  /** My voice is being sent this moment. */
  said(): void {
    this.#talking.value = true
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => {
      this.#talking.value = false
    }, BREATH_MS)
  }

  dispose(): void {
    clearTimeout(this.#pause)
    for (const end of this.#endings.splice(0)) end()
  }
}
