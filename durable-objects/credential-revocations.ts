/**
 * Takes back what a person who was removed holds at TURN servers, where the server can: tried again until it is done or
 * the credential has expired by itself.
 */

import type { MintedCredential } from '../src/archive/door-answers.ts'
import { logFailure } from './failure-log.ts'
import type { PeopleTables } from './people-tables.ts'

/** Credentials live for minutes: what fails is worth another attempt soon. */
const AGAIN_AFTER_MS = 15_000

export class CredentialRevocations {
  readonly #people: PeopleTables
  readonly #revoke: (credential: MintedCredential) => Promise<unknown>

  constructor(people: PeopleTables, revoke: (credential: MintedCredential) => Promise<unknown>) {
    this.#people = people
    this.#revoke = revoke
  }

  nextMs(): number {
    return this.#people.nextRevocationMs() ?? Number.POSITIVE_INFINITY
  }

  /** Takes back what is due. The next attempt is set before this one is made: a crash loses none. */
  async run(): Promise<void> {
    const nowMs = Date.now()
    const due = this.#people.dueCredentials(nowMs)
    for (const { username } of due) this.#people.retryRevocation(username, nowMs + AGAIN_AFTER_MS)
    await Promise.all(due.map((credential) => this.#try(credential)))
  }

  async #try(credential: MintedCredential): Promise<void> {
    try {
      await this.#revoke(credential)
      this.#people.dropCredential(credential.username)
    } catch (error) {
      logFailure('revoke', error)
    }
  }
}
