/** Which slots were made up of late: a packet that comes for one is late, any other that comes after its time is a copy. */

import { MAX_SLOT } from '../protocol/packet.ts'

/** 320 ms of loss: who is later than that is not worth a number. */
const REMEMBERED = 32
const NONE = MAX_SLOT + 1

export class MissedSlots {
  readonly #slots = new Float64Array(REMEMBERED).fill(NONE)
  #count = 0

  add(fromSlot: number, slots: number): void {
    for (let slot = fromSlot; slot < fromSlot + slots; slot += 1) {
      this.#slots[this.#count % REMEMBERED] = slot
      this.#count += 1
    }
  }

  /** Whether `slot` was missed; it is not, from then on. */
  take(slot: number): boolean {
    const at = this.#slots.indexOf(slot)
    if (at >= 0) this.#slots[at] = NONE
    return at >= 0
  }
}
