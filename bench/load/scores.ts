/**
 * Adds up what was heard of what was said: for everybody who was not away on purpose by counting, for the sample packet by
 * packet.
 */

import type { Seat } from './audience.ts'
import type { Cast } from './cast.ts'
import type { SampleProbe } from './ear.ts'
import type { Histogram } from './histogram.ts'
import type { Heard, Scored } from './measurement.ts'
import type { Speaker } from './speaking.ts'

export const NOTHING_HEARD: Heard = {
  deliveredPerSecond: Number.NaN,
  deliveredShare: Number.NaN,
  p50Ms: Number.NaN,
  p99Ms: Number.NaN,
}

/** What the sample heard: the probes in the order of `cast.sample`, all with one histogram. */
export interface Closely {
  probes: SampleProbe[]
  delay: Histogram
}

export class Scores {
  readonly #cast: Cast<Seat>
  readonly #speakers: readonly Speaker[]
  readonly #closely: Closely
  #last = { atMs: performance.now(), delivered: 0, expected: 0 }

  constructor(cast: Cast<Seat>, speakers: readonly Speaker[], closely: Closely) {
    this.#cast = cast
    this.#speakers = speakers
    this.#closely = closely
  }

  /** Since the last call, and so far. What has just been sent is on its way, and not yet expected. */
  progress(): Heard {
    const { delay } = this.#closely
    const now = { atMs: performance.now(), delivered: this.#delivered(), expected: this.#expected() }
    const last = this.#last
    this.#last = now
    return {
      deliveredPerSecond: ((now.delivered - last.delivered) / (now.atMs - last.atMs)) * 1000,
      deliveredShare: Math.min(1, now.delivered / last.expected),
      p50Ms: delay.percentileMs(0.5),
      p99Ms: delay.percentileMs(0.99),
    }
  }

  figures(seconds: number): Scored {
    const expected = this.#expected()
    const delivered = this.#delivered()
    const shares = this.#cast.steady.map((seat) => seat.ear.delivered / this.#expectedAt(seat))
    return {
      packets: this.#packets(),
      expected,
      delivered,
      deliveredShare: delivered / expected,
      leastShare: Math.min(...shares.filter((share) => !Number.isNaN(share))),
      deliveredPerSecond: delivered / seconds,
      sample: this.#sample(),
      delay: this.#closely.delay.data(),
    }
  }

  #delivered(): number {
    return this.#cast.steady.reduce((sum, { ear }) => sum + ear.delivered, 0)
  }

  #expected(): number {
    return this.#cast.steady.reduce((sum, seat) => sum + this.#expectedAt(seat), 0)
  }

  /** Everybody hears all speakers but themselves. */
  #expectedAt(seat: Seat): number {
    const own = this.#cast.speakers.indexOf(seat)
    return this.#speakers.reduce((sum, { counts }, index) => sum + (index === own ? 0 : counts.sent), 0)
  }

  #packets(): Scored['packets'] {
    const sum = (what: 'sent' | 'unheard' | 'offline') =>
      this.#speakers.reduce((total, { counts }) => total + counts[what], 0)
    return { sent: sum('sent'), unheard: sum('unheard'), offline: sum('offline') }
  }

  #sample(): Scored['sample'] {
    const total = { listeners: 0, received: 0, losses: 0, duplicates: 0, reorderings: 0, malformed: 0 }
    this.#closely.probes.forEach((probe, at) => {
      const own = this.#cast.speakers.indexOf(this.#cast.sample[at] as Seat)
      total.listeners += 1
      total.received += probe.received
      total.duplicates += probe.arrivals.duplicates
      total.reorderings += probe.arrivals.reorderings
      total.malformed += probe.malformedMessages
      this.#speakers.forEach(({ fates }, speaker) => {
        if (speaker !== own) total.losses += probe.arrivals.losses(speaker, fates)
      })
    })
    return total
  }
}
