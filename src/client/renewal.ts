/**
 * When to ask the room for another token: before the one that there is expires, so that the application is asked for none
 * as long as the line is there [C40]. Only of tokens that say how long they are good. Pure.
 */

import { expiryMs, issuedMs } from './kept-token.ts'

/** docs/protocol.md, C40. */
const DUE_AFTER = 2 / 3
const ANSWERED_WITHIN_MS = 30_000
const TOO_OFTEN_MS = 10_000

export class Renewal {
  #askAtMs: number | undefined
  #unanswered = 0

  /** A token of the application's: it may have had it for a while. */
  keep(token: string, nowMs: number): void {
    this.#begin(token, Math.min(nowMs, issuedMs(token) ?? nowMs), nowMs)
  }

  /** A token of the room's is new, whatever this device's clock says. */
  renewed(token: string, nowMs: number): void {
    this.#begin(token, nowMs, nowMs)
  }

  /** The room was asked too often. */
  refused(nowMs: number): void {
    if (this.#unanswered > 0) this.#askAtMs = nowMs + TOO_OFTEN_MS
  }

  nextDeadlineMs(): number | undefined {
    return this.#askAtMs
  }

  /** Whether to ask now. A room that does not answer is asked ever more seldom. */
  isDue(nowMs: number): boolean {
    if (this.#askAtMs === undefined || nowMs < this.#askAtMs) return false
    this.#askAtMs = nowMs + ANSWERED_WITHIN_MS * 2 ** this.#unanswered
    this.#unanswered += 1
    return true
  }

  #begin(token: string, sinceMs: number, nowMs: number): void {
    const endsAtMs = expiryMs(token)
    this.#unanswered = 0
    this.#askAtMs = endsAtMs && sinceMs + DUE_AFTER * (endsAtMs - (issuedMs(token) ?? nowMs))
  }
}
