/**
 * A line under a virtual clock that delays, loses, doubles, disorders and holds back what is sent over it; what it does
 * follows from its seed.
 */

import { seededRandom } from './tone.ts'

export interface LinkWeather {
  seed?: number
  delayMs?: number
  /** Each item takes up to this much longer, at random; with `ordered`, nothing overtakes. */
  jitterMs?: number
  /** Shares from 0 to 1. */
  loss?: number
  duplication?: number
  /** As TCP delivers, in order. */
  ordered?: boolean
  /** Nothing arrives from `fromMs` to `toMs`; then everything at once. */
  stalls?: readonly { fromMs: number; toMs: number }[]
}

interface Travelling<Item> {
  item: Item
  arrivesAtMs: number
}

export class LossyLink<Item> {
  readonly #weather: Required<LinkWeather>
  readonly #random: () => number
  readonly #travelling: Travelling<Item>[] = []
  #lastArrivalMs = 0

  constructor(weather: LinkWeather = {}) {
    this.#weather = {
      seed: 1,
      delayMs: 20,
      jitterMs: 0,
      loss: 0,
      duplication: 0,
      ordered: false,
      stalls: [],
      ...weather,
    }
    this.#random = seededRandom(this.#weather.seed)
  }

  send(item: Item, nowMs: number): void {
    if (this.#random() < this.#weather.loss) return
    this.#post(item, nowMs)
    if (this.#random() < this.#weather.duplication) this.#post(item, nowMs)
  }

  /** What has arrived by now, in the order of arrival, each with the time at which it did. */
  receive(nowMs: number): Travelling<Item>[] {
    const arrived = this.#travelling.filter(({ arrivesAtMs }) => arrivesAtMs <= nowMs)
    for (const one of arrived) this.#travelling.splice(this.#travelling.indexOf(one), 1)
    return arrived.toSorted((a, b) => a.arrivesAtMs - b.arrivesAtMs)
  }

  #post(item: Item, nowMs: number): void {
    const { delayMs, jitterMs, ordered, stalls } = this.#weather
    let arrivesAtMs = nowMs + delayMs + jitterMs * this.#random()
    for (const { fromMs, toMs } of stalls) if (arrivesAtMs >= fromMs && arrivesAtMs < toMs) arrivesAtMs = toMs
    if (ordered) arrivesAtMs = Math.max(arrivesAtMs, this.#lastArrivalMs)
    this.#lastArrivalMs = Math.max(arrivesAtMs, this.#lastArrivalMs)
    this.#travelling.push({ item, arrivesAtMs })
  }
}
