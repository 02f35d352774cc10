/** What this client says about itself, and what the room has been told of it. Pure. */

import type { Profile } from './session-messages.ts'

export class Introduction {
  profile: Profile
  #told: Profile

  constructor(profile: Profile) {
    this.profile = this.#told = profile
  }

  /** The whole of it, for a `hello`. */
  whole(): Profile {
    this.#told = this.profile
    return this.profile
  }

  /** Whether this is the name that the room was told; if not, the token fixes another. */
  isCalled(name: string): boolean {
    return name === this.#told.name
  }

  /** What the room has not been told, and is told now; undefined when it knows everything. */
  news(): Partial<Profile> | undefined {
    const changes = Object.entries(this.profile).filter(([key, value]) => this.#told[key as keyof Profile] !== value)
    this.#told = this.profile
    return changes.length === 0 ? undefined : Object.fromEntries(changes)
  }
}
