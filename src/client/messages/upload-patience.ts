/**
 * How long an upload waits before it asks again, and when it has waited for long enough: longer after each setback in a row,
 * and for as long as it takes, unless its server forgets whatever it is sent. Pure.
 */

import { retryDelayMs } from './retry-delay.ts'

/** A server that forgets so many uploads of one message in a row, over so long a time, will not keep another. */
const MOST_RESTARTS = 5
const FORGETS_FOR_MS = 3_600_000

export class UploadPatience {
  readonly #random: () => number
  #nextAtMs = Number.NEGATIVE_INFINITY
  /** Since the server last answered well. */
  #failures = 0
  /** Since it last took anything: how far it is it may say all the while. */
  #setbacks = 0
  /** Uploads that it has forgotten since it last had more than ever. */
  #restarts = 0
  #forgetsSinceMs: number | undefined
  /** Of this upload, and of all of them. */
  #reachedBytes = 0
  #furthestBytes = 0

  /** `random` is from 0 (inclusive) to 1. */
  constructor(random: () => number) {
    this.#random = random
  }

  get nextAtMs(): number {
    return this.#nextAtMs
  }

  /** The last try failed. */
  get isWaiting(): boolean {
    return this.#failures > 0
  }

  /** The server has answered, and may be asked on. */
  answered(nowMs: number): void {
    this.#failures = 0
    this.#nextAtMs = nowMs
  }

  /** So much of it is there. */
  reached(bytes: number): void {
    if (bytes <= this.#reachedBytes) return
    this.#reachedBytes = bytes
    this.#setbacks = 0
    if (bytes <= this.#furthestBytes) return
    this.#furthestBytes = bytes
    this.#restarts = 0
    this.#forgetsSinceMs = undefined
  }

  /** Nothing is asked before then, though nothing has failed. */
  until(atMs: number): void {
    this.#nextAtMs = atMs
  }

  /** It did not go on; it is tried again, in `leastMs` at the earliest. */
  later(nowMs: number, leastMs = 0): void {
    const wait = retryDelayMs(Math.max(this.#setbacks, this.#restarts), this.#random())
    this.#nextAtMs = nowMs + leastMs + wait
    this.#failures += 1
    this.#setbacks += 1
  }

  /** The line may be back. */
  hurry(nowMs: number): void {
    this.#failures = 0
    this.#setbacks = 0
    this.#nextAtMs = nowMs
  }

  /** The upload is gone, and has to begin anew. False: often enough. */
  restarted(nowMs: number): boolean {
    this.#restarts += 1
    this.#reachedBytes = 0
    this.#forgetsSinceMs ??= nowMs
    return this.#restarts < MOST_RESTARTS || nowMs - this.#forgetsSinceMs < FORGETS_FOR_MS
  }
}
