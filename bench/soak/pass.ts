/** What lets one person into a room, for as long as a soak lasts: tokens run out after a quarter of an hour. */

import { EarshotApi } from '../../src/client/api.ts'

/** Soon enough for whatever is asked with it. */
const RENEW_BEFORE_MS = 300_000

export class Pass {
  readonly api: EarshotApi
  readonly room: string
  readonly #secret: string
  #guest: string | undefined
  #token = ''
  #expiresAtMs = 0

  constructor(origin: string, room: string, secret: string) {
    this.api = new EarshotApi(origin)
    this.room = room
    this.#secret = secret
  }

  /** Rejects while the server is away and a new one is needed. */
  async token(): Promise<string> {
    if (Date.now() > this.#expiresAtMs - RENEW_BEFORE_MS) await this.#renew()
    return this.#token
  }

  async #renew(): Promise<void> {
    const asThemselves = this.#guest === undefined ? {} : { guest: this.#guest }
    const granted = await this.api.requestToken({ room: this.room, secret: this.#secret, ...asThemselves })
    this.#guest = granted.guest
    this.#token = granted.token
    this.#expiresAtMs = granted.expiresAtMs
  }
}
