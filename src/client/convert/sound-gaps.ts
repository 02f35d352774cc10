/**
 * Where a file is silent because nothing was sent, told from times that are not exact: browsers that record write down when a
 * packet was ready, up to 17 ms early or late (measured, Chromium's MediaRecorder), and containers round.
 */

/** What inexact times never add up to. Half of it would be heard as a stumble at most. */
const LEAST_GAP_MS = 40
/** A longer one is a wrong time: nobody waits a minute for the next word. */
const MAX_GAP_MS = 60_000

export class SoundGaps {
  #writtenMs = 0
  /** How far the sound is ahead of the file's times, where it is most. */
  #leadMs = Number.NEGATIVE_INFINITY

  /** How much silence belongs before what the file says comes at `atMs`. */
  before(atMs: number): number {
    this.#leadMs = Math.max(this.#leadMs, this.#writtenMs - atMs)
    const gapMs = atMs + this.#leadMs - this.#writtenMs
    if (gapMs > MAX_GAP_MS) this.#leadMs -= gapMs
    return gapMs >= LEAST_GAP_MS && gapMs <= MAX_GAP_MS ? gapMs : 0
  }

  /** So much more has been written: sound or silence. */
  wrote(durationMs: number): void {
    this.#writtenMs += durationMs
  }
}
