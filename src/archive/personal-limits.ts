/**
 * What one person may ask of one room's Archive, counted exactly: one bucket for each kind of request and person. Kept
 * in memory alone, so a restart is generous. Pure: time is an argument.
 */

import { PERSONAL_RATES, type PersonalRequest } from '../protocol/limits.ts'
import { TokenBucket } from '../protocol/token-bucket.ts'

/** Beyond these the one that was touched longest ago is forgotten; a hall of 2,000 fits with all that they ask for. */
const MAX_BUCKETS = 8_192

export class PersonalLimits {
  readonly #buckets = new Map<string, TokenBucket>()

  /** Takes one request; answers 0, or in how many ms there is another, when there is none now. */
  take(request: PersonalRequest, person: string, nowMs: number): number {
    const key = `${request} ${person}`
    const bucket = this.#buckets.get(key) ?? new TokenBucket(PERSONAL_RATES[request], nowMs)
    this.#buckets.delete(key) // to its end: the first is always the one touched longest ago
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > MAX_BUCKETS) this.#forgetOldest()
    return bucket.take(1, nowMs) ? 0 : bucket.waitMs(1, nowMs)
  }

  #forgetOldest(): void {
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined) this.#buckets.delete(oldest)
  }
}
