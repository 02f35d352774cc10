/**
 * One server through one load: started afresh for it, alive through its turns, each in a fresh room. A server that
 * collapses has work left that would spoil its next turn, and no hope in it: it is stopped and sits the others out.
 */

import type { Load } from './load.ts'
import { usageOf } from './process-usage.ts'
import { type FailedRow, type Row, rowOf } from './row.ts'
import type { Server, StartServer } from './server.ts'
import { shareOf, type Turn, takeTurn } from './turn.ts'

/** Below this share of packets delivered there is no conversation. */
const COLLAPSED_SHARE = 0.9

export class Entrant {
  readonly #name: string
  readonly #server: Server
  readonly #load: Load
  readonly #idleRssBytes: number
  readonly #turns: Turn[] = []
  #failed: string | undefined
  #isOut = false

  /** @throws {MissingServer} when it cannot run here */
  static async start(name: string, start: StartServer, load: Load): Promise<Entrant> {
    return new Entrant(name, await start(), load)
  }

  private constructor(name: string, server: Server, load: Load) {
    this.#name = name
    this.#server = server
    this.#load = load
    this.#idleRssBytes = usageOf(server.pid).rssBytes
  }

  async takeTurn(measureMs: number): Promise<void> {
    if (this.#isOut) return
    try {
      const turn = await takeTurn(this.#server, this.#load, measureMs)
      this.#turns.push(turn)
      if (shareOf(turn, this.#load) < COLLAPSED_SHARE) await this.stop()
    } catch (error) {
      this.#failed = error instanceof Error ? error.message : String(error)
      await this.stop()
    }
  }

  row(): Row | FailedRow {
    const { members, speakers } = this.#load
    const who = { server: this.#name, version: this.#server.version }
    if (this.#turns.length > 0) return rowOf({ ...who, idleRssBytes: this.#idleRssBytes }, this.#load, this.#turns)
    return { ...who, listeners: members, speakers, deliveredShare: 0, failed: this.#failed ?? 'It took no turn.' }
  }

  async stop(): Promise<void> {
    if (!this.#isOut) await this.#server.stop()
    this.#isOut = true
  }
}
