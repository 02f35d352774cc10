/**
 * Opens the lines of a load, spread over the ramp and never many at a time, and gives each an ear.
 *
 * Next: bench/load/speaking.ts
 */

import { Ear } from './ear.ts'
import type { Line, LineDescription, OpenLine } from './line.ts'
import type { Window } from './marked-packet.ts'

/** Lines that may be on their way in at a time: a crowd at the door would measure the door. */
const MAX_OPENING = 64
/** Beside twice the ramp: a door that lets nobody in would otherwise be tried for an hour. */
const JOIN_WITHIN_MS = 120_000

export interface Seat {
  line: Line
  ear: Ear
}

export class Audience {
  readonly seats: Seat[] = []
  /** Why lines are not open, and how many. */
  readonly failures: Record<string, number> = {}
  readonly #window: Window

  constructor(window: Window) {
    this.#window = window
  }

  get failed(): number {
    return Object.values(this.failures).reduce((sum, count) => sum + count, 0)
  }

  /** Resolves when each line is open or has failed. Those that are open keep the order of `lines`. */
  async join(lines: readonly LineDescription[], rampMs: number): Promise<void> {
    const open = await openers(lines)
    const seats: (Seat | undefined)[] = []
    const startAtMs = performance.now()
    const endAtMs = startAtMs + 2 * rampMs + JOIN_WITHIN_MS
    let next = 0
    const work = async () => {
      for (let at = next++; at < lines.length; at = next++) {
        await delay(startAtMs + (at * rampMs) / lines.length - performance.now())
        if (performance.now() < endAtMs) seats[at] = await this.#sitDown(lines[at] as LineDescription, open)
        else this.#count('joining took too long: they were not tried any more')
      }
    }
    await Promise.all(Array.from({ length: Math.min(MAX_OPENING, lines.length) }, work))
    this.seats.splice(0, this.seats.length, ...seats.filter((seat) => seat !== undefined))
  }

  async close(): Promise<void> {
    await Promise.all(this.seats.map(({ line }) => line.close()))
  }

  async #sitDown({ module, where }: LineDescription, open: Map<string, OpenLine>): Promise<Seat | undefined> {
    const ear = new Ear(this.#window)
    try {
      const line = await (open.get(module) as OpenLine)(where as never, (bytes) => ear.hear(bytes))
      const seat = { line, ear }
      this.seats.push(seat)
      return seat
    } catch (error) {
      this.#count(error instanceof Error ? error.message : String(error))
      return undefined
    }
  }

  #count(why: string): void {
    this.failures[why] = (this.failures[why] ?? 0) + 1
  }
}

async function openers(lines: readonly LineDescription[]): Promise<Map<string, OpenLine>> {
  const modules = [...new Set(lines.map(({ module }) => module))]
  return new Map(await Promise.all(modules.map(async (module) => [module, (await import(module)).openLine] as const)))
}

const delay = (ms: number): Promise<void> | undefined =>
  ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined
