/**
 * What this client says about itself: its name, and the two switches as users know them. Being deafened is being muted
 * too, its end brings back the mute that was asked for by itself, before or meanwhile, and whoever unmutes wants to hear
 * as well. Pure.
 */

import type { Profile } from './session-messages.ts'

export class OwnState {
  name: string
  /** By the switch for it alone, whatever being deafened adds. */
  #muted: boolean
  #deafened: boolean

  constructor({ name, muted, deafened }: Profile) {
    this.name = name
    this.#muted = muted
    this.#deafened = deafened
  }

  get profile(): Profile {
    return { name: this.name, muted: this.#muted || this.#deafened, deafened: this.#deafened }
  }

  setMuted(muted: boolean): void {
    this.#muted = muted
    if (!muted) this.#deafened = false
  }

  setDeafened(deafened: boolean): void {
    this.#deafened = deafened
  }
}
