/**
 * One server through one load: started afresh for it, alive through its turns, each in a fresh room. A server that
 * collapses has work left that would spoil its next turn: that one gets a fresh server. One that does not even let members
 * in sits the other turns out.
 */

import type { Load } from './load.ts'
import { usageOf } from './process-usage.ts'
import { type FailedRow, hasCollapsed, type Row, rowOf } from './row.ts'
import type { Server, StartServer } from './server.ts'
import { shareOf, type Turn, takeTurn } from './turn.ts'

export class Entrant {
  readonly #name: string
  readonly #start: StartServer
  readonly #load: Load
  readonly #version: string
  readonly #idleRssBytes: number
  readonly #turns: Turn[] = []
  #server: Server | undefined
  #failed: string | undefined

  /** @throws {MissingServer} when it cannot run here */
  static async start(name: string, start: StartServer, load: Load): Promise<Entrant> {
    return new Entrant(name, start, load, await start())
  }

  private constructor(name: string, start: StartServer, load: Load, server: Server) {
    this.#name = name
    this.#start = start
    this.#load = load
    this.#server = server
    this.#version = server.version
    this.#idleRssBytes = usageOf(server.pid).rssBytes
  }

  async takeTurn(measureMs: number): Promise<void> {
    if (this.#failed !== undefined) return
    try {
      this.#server ??= await this.#start()
      const turn = await takeTurn(this.#server, this.#load, measureMs)
      this.#turns.push(turn)
      if (hasCollapsed(shareOf(turn, this.#load))) await this.stop()
    } catch (error) {
      this.#failed = error instanceof Error ? error.message : String(error)
      await this.stop()
    }
  }

  row(): Row | FailedRow {
    const { members, speakers } = this.#load
    const who = { server: this.#name, version: this.#version }
    if (this.#turns.length > 0) return rowOf({ ...who, idleRssBytes: this.#idleRssBytes }, this.#load, this.#turns)
    return { ...who, listeners: members, speakers, deliveredShare: 0, failed: this.#failed ?? 'It took no turn.' }
  }

  async stop(): Promise<void> {
    await this.#server?.stop()
    this.#server = undefined
  }
}
