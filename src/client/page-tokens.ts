/**
 * The application's tokens, as the page and its network worker use them: asked for as seldom as they last. Pure but for
 * the application that it asks.
 */

import { asEarshotError } from './errors.ts'
import { KeptToken } from './kept-token.ts'

export class PageTokens {
  readonly #getToken: () => Promise<string>
  readonly #nowMs: () => number
  readonly #kept = new KeptToken()

  constructor(getToken: () => Promise<string>, nowMs: () => number = Date.now) {
    this.#getToken = getToken
    this.#nowMs = nowMs
  }

  /** The room has given this one to the session: it is as good as one of the application's. */
  keep(token: string): void {
    this.#kept.keep(token)
  }

  /** One that is good and is not this one, which is not (any more): the application is asked where there is none. */
  async otherThan(token: string | undefined): Promise<string> {
    const kept = this.#kept.at(this.#nowMs())
    return kept === undefined || kept === token ? this.renew() : kept
  }

  /** A new one of the application's. */
  async renew(): Promise<string> {
    const token = await this.#getToken()
    this.#kept.keep(token)
    return token
  }

  /** Does `call` with the token that there is, and again with a new one when the server refuses it. */
  async with<Answer>(call: (token: string) => Promise<Answer>): Promise<Answer> {
    const kept = this.#kept.at(this.#nowMs())
    if (kept === undefined) return call(await this.renew())
    try {
      return await call(kept)
    } catch (error) {
      if (asEarshotError(error, 'unreachable').code !== 'token-refused') throw error
      return call(await this.otherThan(kept))
    }
  }
}
