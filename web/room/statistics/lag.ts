/**
 * Whether this listener hears the others so late that they talk over each other, and how late. It takes a while to be
 * said and a while to be taken back, so that a line on the edge does not make the words come and go. Pure.
 */

import type { RoomStatistics } from '../../../src/client/index.ts'

/** ITU-T G.114: up to 400 ms from mouth to ear people plan for; a microphone, a frame and a speaker are 100 of them. */
const LATE_MS = 300
/** Longer than catching up after a stall takes (docs/voice.md: a second and a half). */
const SETTLED_MS = 3_000
/** Nobody speaks: after so long nothing is known of how late they would be. */
const QUIET_MS = 10_000

export class Lag {
  #shownMs = 0
  /** Since when it is otherwise than what is shown. */
  #otherwiseSinceMs: number | undefined
  #heardAtMs = Number.NEGATIVE_INFINITY

  /** Takes a second's figures. Answers how late the others are heard, in ms; 0 where that is nothing to speak of. */
  push({ atMs, lagMs, speakers }: Pick<RoomStatistics, 'atMs' | 'lagMs' | 'speakers'>): number {
    if (speakers.some(({ isPlaying }) => isPlaying)) this.#judge(lagMs, atMs)
    else if (atMs - this.#heardAtMs >= QUIET_MS) this.#forget()
    return this.#shownMs
  }

  #forget(): void {
    this.#shownMs = 0
    this.#otherwiseSinceMs = undefined
  }

  #judge(lagMs: number, atMs: number): void {
    this.#heardAtMs = atMs
    const isLate = lagMs > LATE_MS
    if (isLate === this.#shownMs > 0) this.#otherwiseSinceMs = undefined
    else this.#otherwiseSinceMs ??= atMs
    const isSettled = this.#otherwiseSinceMs === undefined || atMs - this.#otherwiseSinceMs >= SETTLED_MS
    if (!isSettled) return
    this.#shownMs = isLate ? lagMs : 0
    this.#otherwiseSinceMs = undefined
  }
}
