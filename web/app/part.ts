/**
 * A part of the page that is a script of its own: loaded when it is wanted, or before. It may not be had, without a line or
 * where a newer version has taken the place of this one; asking again tries again. Everybody who asks has the same one.
 */

import { signal } from '@preact/signals'

export class Part<T> {
  /** Undefined as long as it has not arrived. */
  readonly here = signal<T | undefined>(undefined)

  readonly #fetch: () => Promise<T>
  #loading: Promise<T | undefined> | undefined

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch
  }

  /** Never rejects: undefined where it could not be had. */
  load(): Promise<T | undefined> {
    this.#loading ??= this.#fetch().then(
      (arrived) => {
        this.here.value = arrived
        return arrived
      },
      (error: unknown) => {
        reportError(error)
        this.#loading = undefined
        return undefined
      },
    )
    return this.#loading
  }
}
