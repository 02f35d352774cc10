/**
 * Holds a sender to what leaves a process so much of its time: faster while it has more to spare, slower when it has
 * less. What is measured is its time on a processor.
 */

import { usageOf } from '../relay/process-usage.ts'

const LOOK_EVERY_MS = 1_000
/** How far one look may change the rate. */
const MOST_SLOWER = 0.7
const MOST_FASTER = 1.15

export class Throttle {
  readonly #pid: number
  readonly #busyShare: number
  #perSecond: number
  #nextAtMs = 0
  #before: { atMs: number; cpuMs: number }

  constructor({ pid, busyShare, perSecond }: { pid: number; busyShare: number; perSecond: number }) {
    this.#pid = pid
    this.#busyShare = busyShare
    this.#perSecond = perSecond
    this.#before = this.#usage()
  }

  /** Resolves when the next one may leave. */
  async take(): Promise<void> {
    const nowMs = performance.now()
    if (nowMs - this.#before.atMs >= LOOK_EVERY_MS) this.#adjust()
    const atMs = Math.max(nowMs, this.#nextAtMs)
    this.#nextAtMs = atMs + 1_000 / this.#perSecond
    if (atMs > nowMs) await new Promise((resolve) => setTimeout(resolve, atMs - nowMs))
  }

  #adjust(): void {
    const now = this.#usage()
    const share = (now.cpuMs - this.#before.cpuMs) / (now.atMs - this.#before.atMs)
    this.#before = now
    this.#perSecond *= Math.min(MOST_FASTER, Math.max(MOST_SLOWER, this.#busyShare / Math.max(share, 0.01)))
  }

  #usage(): { atMs: number; cpuMs: number } {
    return { atMs: performance.now(), cpuMs: usageOf(this.#pid).cpuMs }
  }
}
