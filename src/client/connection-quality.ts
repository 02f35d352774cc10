/**
 * How good the line is, from its round trips: what a listener would say of the delay, in one of three words. Pure.
 */

/** ITU-T G.114: below 150 ms from mouth to ear nobody notices; 50 ms of that is the line's when the round trip is 100 ms. */
export const GOOD_RTT_MS = 100
/** ITU-T G.114: above 400 ms from mouth to ear people talk over each other; a round trip of 300 ms comes close with its jitter. */
export const FAIR_RTT_MS = 300
/** One late pong says little, the middle of a few says what the line is like now. */
const REMEMBERED = 5

export type Quality = 'good' | 'fair' | 'poor'

/** The worst first. */
const QUALITIES: readonly Quality[] = ['poor', 'fair', 'good']

export const worseOf = (one: Quality, other: Quality): Quality =>
  QUALITIES.indexOf(one) < QUALITIES.indexOf(other) ? one : other

export interface Connection {
  /** Time from a ping to its pong, the median of the last few, in ms; undefined before the first. */
  readonly rttMs: number | undefined
  readonly quality: Quality
}

export class ConnectionQuality {
  readonly #rttsMs: number[] = []
  #stalled = false

  pong(rttMs: number): void {
    this.#stalled = false
    this.#rttsMs.push(rttMs)
    if (this.#rttsMs.length > REMEMBERED) this.#rttsMs.shift()
  }

  /** No pong when one was due, or no line at all. */
  stall(): void {
    this.#stalled = true
  }

  /** There is no line; the next one has a round trip of its own. */
  lost(): void {
    this.#rttsMs.length = 0
    this.#stalled = true
  }

  get now(): Connection {
    const rttMs = median(this.#rttsMs)
    return { rttMs, quality: this.#stalled ? 'poor' : qualityOf(rttMs) }
  }
}

function qualityOf(rttMs: number | undefined): Quality {
  if (rttMs === undefined || rttMs <= GOOD_RTT_MS) return 'good'
  return rttMs <= FAIR_RTT_MS ? 'fair' : 'poor'
}

const median = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
