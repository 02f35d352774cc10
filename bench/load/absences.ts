/**
 * Listeners that are away on purpose in the middle of a measurement: some stop reading for a while, some lose their
 * connection and come back. How long until they hear the conversation as it is then?
 */

import type { Seat } from './audience.ts'
import { ReturnProbe } from './ear.ts'
import type { Away } from './measurement.ts'

export class Absences {
  readonly #seats: readonly Seat[]
  readonly #probes: ReturnProbe[] = []
  readonly #rejoinedAfterMs: number[] = []

  constructor(seats: readonly Seat[]) {
    this.#seats = seats
  }

  /** All stop reading for `forMs`. */
  async sleep(forMs: number): Promise<void> {
    for (const { line } of this.#seats) line.sleep?.()
    await new Promise((resolve) => setTimeout(resolve, forMs))
    for (const { line, ear } of this.#seats) {
      ear.probe = this.#probe()
      line.wake?.()
    }
  }

  /** All lose their connection; resolves when each is back in, or is known not to come back. */
  async drop(): Promise<void> {
    await Promise.all(this.#seats.map((seat) => this.#drop(seat)))
  }

  figures(): Away {
    return {
      listeners: this.#seats.length,
      rejoinedAfterMs: this.#rejoinedAfterMs,
      liveAfterMs: this.#probes.flatMap(({ liveAfterMs }) => liveAfterMs ?? []),
      backlogPackets: this.#probes.reduce((sum, { backlogPackets }) => sum + backlogPackets, 0),
    }
  }

  async #drop({ line, ear }: Seat): Promise<void> {
    const fromMs = performance.now()
    ear.probe = this.#probe()
    try {
      await line.drop?.()
      this.#rejoinedAfterMs.push(performance.now() - fromMs)
    } catch {
      // it does not come back: it is missing among those that rejoined
    }
  }

  #probe(): ReturnProbe {
    const probe = new ReturnProbe(performance.now())
    this.#probes.push(probe)
    return probe
  }
}
