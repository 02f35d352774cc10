/**
 * What this client says about itself: its name, and the two switches as users know them. Being deafened is being muted
 * too, its end brings back what was before, and whoever unmutes wants to hear as well. Pure.
 */

import type { Profile } from './session-messages.ts'

export class OwnState {
  name: string
  #muted: boolean
  #deafened: boolean
  /** What `muted` goes back to when hearing comes back. */
  #mutedBefore: boolean

  constructor({ name, muted, deafened }: Profile) {
    this.name = name
    this.#mutedBefore = muted
    this.#muted = muted || deafened
    this.#deafened = deafened
  }

  get profile(): Profile {
    return { name: this.name, muted: this.#muted, deafened: this.#deafened }
  }

  setMuted(muted: boolean): void {
    this.#muted = muted
    if (!muted) this.#deafened = false
  }

  setDeafened(deafened: boolean): void {
    if (deafened === this.#deafened) return
    if (deafened) this.#mutedBefore = this.#muted
    this.#deafened = deafened
    this.#muted = deafened || this.#mutedBefore
  }
}
