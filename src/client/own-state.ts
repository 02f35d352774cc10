/**
 * What this client says about itself: its name, whether what it says may be kept, and the two switches as users know them. Being deafened is being muted
 * too, its end brings back the mute that was asked for by itself, before or meanwhile, and whoever unmutes wants to hear
 * as well. Pure.
 */

import type { Profile } from './session-messages.ts'

export class OwnState {
  name: string
  /** What this client says may be kept, in a room that keeps talk. */
  keep: boolean
  /** By the switch for it alone, whatever being deafened adds. */
  #muted: boolean
  #deafened: boolean

  constructor({ name, muted, deafened, keep }: Profile) {
    this.name = name
    this.keep = keep
    this.#muted = muted
    this.#deafened = deafened
  }

  get profile(): Profile {
    const { name, keep } = this
    return { name, muted: this.#muted || this.#deafened, deafened: this.#deafened, keep }
  }

  setMuted(muted: boolean): void {
    this.#muted = muted
    if (!muted) this.#deafened = false
  }

  setDeafened(deafened: boolean): void {
    this.#deafened = deafened
  }
}
