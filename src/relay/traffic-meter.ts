/**
 * Counts what goes through a room and answers its rates. Pure; time is an argument.
 */

import type { Traffic } from './cost-model.ts'

/** Time moves through the meter in steps of a tenth of a second, and a second of them is remembered. */
const BUCKET_MS = 100
const BUCKETS = 10
/** What the last few steps alone show counts when it is far more: a crowd that begins to talk is noticed at once. */
const RECENT_BUCKETS = 3
const FAR_MORE = 1.5

export type Rates = Omit<Traffic, 'listeners'>

const none = (): Rates => ({ arrivalsPerSecond: 0, heardPerSecond: 0, heardBytesPerSecond: 0 })

export class TrafficMeter {
  /** Counts by tenth of a second; a bucket's `…PerSecond` is a plain count until `rates` divides it. */
  readonly #buckets: Rates[] = Array.from({ length: BUCKETS }, none)
  #current = 0

  arrived(nowMs: number): void {
    this.#bucket(nowMs).arrivalsPerSecond += 1
  }

  heard(bytes: number, nowMs: number): void {
    const bucket = this.#bucket(nowMs)
    bucket.heardPerSecond += 1
    bucket.heardBytesPerSecond += bytes
  }

  /** At least as much as this is to be heard from now on: what is missing counts as if it had been, until the truth replaces it. */
  expect(messagesPerSecond: number, bytesEach: number, nowMs: number): void {
    const missing = Math.max(0, messagesPerSecond - this.rates(nowMs).heardPerSecond) / BUCKETS
    for (const bucket of this.#buckets) {
      bucket.arrivalsPerSecond += missing
      bucket.heardPerSecond += missing
      bucket.heardBytesPerSecond += missing * bytesEach
    }
  }

  /** Rates per second: over the last second, or over its last 0.2–0.3 s when far more came in those. */
  rates(nowMs: number): Rates {
    this.#bucket(nowMs)
    const [steady, recent] = [this.#over(BUCKETS, nowMs), this.#over(RECENT_BUCKETS, nowMs)]
    return recent.heardPerSecond > FAR_MORE * steady.heardPerSecond ? recent : steady
  }

  /** Rates over the last `count` buckets, of which the newest is still being filled. */
  #over(count: number, nowMs: number): Rates {
    const sum = none()
    for (let back = 0; back < count; back += 1) {
      const bucket = this.#buckets[(this.#current - back + BUCKETS) % BUCKETS] as Rates
      sum.arrivalsPerSecond += bucket.arrivalsPerSecond
      sum.heardPerSecond += bucket.heardPerSecond
      sum.heardBytesPerSecond += bucket.heardBytesPerSecond
    }
    const perSecond = 1_000 / ((count - 1) * BUCKET_MS + (nowMs % BUCKET_MS) + 1)
    return {
      arrivalsPerSecond: sum.arrivalsPerSecond * perSecond,
      heardPerSecond: sum.heardPerSecond * perSecond,
      heardBytesPerSecond: sum.heardBytesPerSecond * perSecond,
    }
  }

  #bucket(nowMs: number): Rates {
    const number = Math.floor(nowMs / BUCKET_MS)
    const passed = Math.min(BUCKETS, number - this.#current)
    for (let step = 0; step < passed; step += 1) this.#buckets[(number - step) % BUCKETS] = none()
    this.#current = Math.max(this.#current, number)
    return this.#buckets[this.#current % BUCKETS] as Rates
  }
}
