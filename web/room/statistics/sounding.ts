/**
 * How the room sounds on this device: the SDK's figures, second by second, as signals and with their history. Draws nothing.
 */

import { type ReadonlySignal, signal } from '@preact/signals'
import type { Room, RoomStatistics } from '../../../src/client/index.ts'
import { announce } from '../../app/announce.ts'
import { words } from '../../i18n/language.ts'
import { History } from './history.ts'
import { Lag } from './lag.ts'

export class Sounding {
  /** The figures of the last second; undefined before the first. */
  readonly latest: ReadonlySignal<RoomStatistics | undefined>
  /** How late the others are heard, in ms, where that is late enough to be told; else 0. */
  readonly lagMs: ReadonlySignal<number>
  readonly history = new History()

  readonly #latest = signal<RoomStatistics>()
  readonly #lagMs = signal(0)
  readonly #lag = new Lag()
  readonly #end: () => void

  constructor(room: Pick<Room, 'on'>) {
    this.latest = this.#latest
    this.lagMs = this.#lagMs
    this.#end = room.on('statistics', (statistics) => this.#take(statistics))
  }

  dispose(): void {
    this.#end()
  }

  #take(statistics: RoomStatistics): void {
    this.history.push(statistics)
    this.#latest.value = statistics
    const lagMs = this.#lag.push(statistics)
    if (lagMs > 0 && this.#lagMs.peek() === 0) announce(words.peek().sound.late(lagMs))
    this.#lagMs.value = lagMs
  }
}
