/**
 * What a Worker knows of the scoreboard without asking for it each time. Only what has arrived is kept: a request that
 * waited for the answer to another one's question would break when that one ends (a rule of the platform).
 */

import type { Scoreboard } from './scoreboard.ts'

/** A dead server is out of use this long after the run that saw it, at the latest. */
export const BOARD_LASTS_MS = 30_000

export class ScoreboardCache {
  #board: Scoreboard = {}
  #loadedAtMs = Number.NEGATIVE_INFINITY

  /** Throws what `load` throws; `latest` is there for that. */
  async read(nowMs: number, load: () => Promise<Scoreboard>): Promise<Scoreboard> {
    const ageMs = nowMs - this.#loadedAtMs
    if (ageMs >= 0 && ageMs < BOARD_LASTS_MS) return this.#board
    this.#board = await load()
    this.#loadedAtMs = nowMs
    return this.#board
  }

  /** What was read last, however long ago. Each judgement in it lapses by its own age. */
  get latest(): Scoreboard {
    return this.#board
  }
}
