/** How long packets took to reach listeners, over spans of time. */

import { Histogram } from '../load/histogram.ts'
import { round } from '../statistics.ts'
import { eachHeard } from './voice.ts'

export interface Delay {
  p50Ms: number
  p99Ms: number
  packets: number
}

export interface Conversation extends Delay {
  /** How many packets should have reached all listeners together. */
  expected: number
}

export class Delays {
  #histogram = new Histogram()
  #fromMs = Number.POSITIVE_INFINITY
  #untilMs = Number.POSITIVE_INFINITY

  /** For `MemberOptions.onAudio` of all whose delays count. */
  readonly hear = (bytes: Uint8Array): void => {
    const nowMs = performance.now()
    eachHeard(bytes, ({ sentAtMs }) => this.heard(sentAtMs, nowMs))
  }

  heard(sentAtMs: number, nowMs: number): void {
    if (sentAtMs >= this.#fromMs && sentAtMs < this.#untilMs) this.#histogram.add(nowMs - sentAtMs)
  }

  /** What is sent from now on counts, and nothing before. */
  begin(): void {
    this.#histogram = new Histogram()
    this.#fromMs = performance.now()
    this.#untilMs = Number.POSITIVE_INFINITY
  }

  /** What is sent from now on does not count any more. */
  end(): void {
    this.#untilMs = performance.now()
  }

  figures(): Delay {
    const histogram = this.#histogram
    const ms = (share: number) => round(histogram.percentileMs(share))
    return { p50Ms: ms(0.5), p99Ms: ms(0.99), packets: histogram.count }
  }
}
