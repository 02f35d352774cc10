/**
 * Whoever sends the messages, for the server: somebody who comes by the room’s link, the same person from the first file to the
 * last and in every run, with a token that is good.
 */

import * as v from 'valibot'
import { SetUpError } from '../command.mjs'
import type { Memory } from './memory.ts'
import type { RoomLink } from './options.ts'

const Admitted = v.object({ token: v.string(), expiresAtMs: v.number(), guest: v.string() })
const Refused = v.object({ error: v.object({ message: v.string() }) })

/** What a slow line takes for a piece, and a clock that is late. */
const RENEW_BEFORE_MS = 5 * 60_000
const ANSWER_WITHIN_MS = 20_000

export class Guest {
  readonly #link: RoomLink
  readonly #memory: Pick<Memory, 'guest'>
  #admitted: v.InferOutput<typeof Admitted> | undefined

  constructor(link: RoomLink, memory: Pick<Memory, 'guest'>) {
    this.#link = link
    this.#memory = memory
  }

  /** @throws {SetUpError} where the link lets nobody in, or no server answers */
  async token(): Promise<string> {
    if (this.#admitted === undefined || this.#admitted.expiresAtMs - Date.now() < RENEW_BEFORE_MS) {
      this.#admitted = await this.#askForOne()
    }
    return this.#admitted.token
  }

  async #askForOne(): Promise<v.InferOutput<typeof Admitted>> {
    const { origin, room, secret } = this.#link
    const { guest } = this.#memory
    const response = await fetch(`${origin}/v1/rooms/${room}/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(guest === undefined ? { secret } : { secret, guest }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    }).catch((cause: Error) => {
      throw new SetUpError(`${origin} does not answer (${reasonOf(cause)}). Check the link and the line.`, { cause })
    })
    const answer: unknown = await response.json().catch(() => undefined) // no JSON: no Earshot
    const admitted = v.safeParse(Admitted, answer)
    if (response.ok && admitted.success) {
      this.#memory.guest = admitted.output.guest
      return admitted.output
    }
    const refused = v.safeParse(Refused, answer)
    throw new SetUpError(
      refused.success ? refused.output.error.message : `${origin} is no Earshot: it answers ${response.status}.`,
    )
  }
}

/** What fetch says is only that it failed; what is behind it says why. */
const reasonOf = ({ message, cause }: Error): string =>
  cause instanceof Error && cause.message ? cause.message : message
