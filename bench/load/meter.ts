/** What passed over all lines, and what this process took of a core for it, since the meter was made. */

import type { Seat } from './audience.ts'
import type { Traffic } from './line.ts'

export class Meter {
  readonly #seats: readonly Seat[]
  readonly #startedAtMs = performance.now()
  readonly #cpu = process.cpuUsage()
  readonly #before: Traffic

  constructor(seats: readonly Seat[]) {
    this.#seats = seats
    this.#before = trafficOf(seats)
  }

  read(): { seconds: number; cpuShare: number; traffic: Traffic } {
    const elapsedMs = performance.now() - this.#startedAtMs
    const { user, system } = process.cpuUsage(this.#cpu)
    return {
      seconds: elapsedMs / 1000,
      cpuShare: (user + system) / 1000 / elapsedMs,
      traffic: combined(trafficOf(this.#seats), this.#before, (now, before) => now - before),
    }
  }
}

const NOTHING: Traffic = { messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0 }

const trafficOf = (seats: readonly Seat[]): Traffic =>
  seats.reduce((sum, { line }) => combined(sum, line.traffic(), (a, b) => a + b), NOTHING)

const combined = (a: Traffic, b: Traffic, combine: (a: number, b: number) => number): Traffic => ({
  messagesIn: combine(a.messagesIn, b.messagesIn),
  messagesOut: combine(a.messagesOut, b.messagesOut),
  bytesIn: combine(a.bytesIn, b.bytesIn),
  bytesOut: combine(a.bytesOut, b.bytesOut),
})
