/**
 * Muted and deafened, as users know the two switches: being deafened is being muted too, its end brings back what was
 * before, and whoever unmutes wants to hear as well. Pure.
 */

export class OwnState {
  #muted: boolean
  #deafened: boolean
  /** What `muted` goes back to when hearing comes back. */
  #mutedBefore: boolean

  constructor(muted: boolean, deafened: boolean) {
    this.#mutedBefore = muted
    this.#muted = muted || deafened
    this.#deafened = deafened
  }

  get muted(): boolean {
    return this.#muted
  }

  get deafened(): boolean {
    return this.#deafened
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
