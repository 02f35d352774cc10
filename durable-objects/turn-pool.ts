/**
 * The TurnPool object: the scoreboard of the TURN servers, one for the whole deployment. Small and seldom asked, and only
 * by our own Worker (src/turn/pool.ts); src/turn judges, this object remembers. No request of a client may ever be
 * forwarded to it: every path it knows runs a method.
 */

import { createDurable } from 'itty-durable'
import type { BoardAfterRuns } from '../src/turn/pool.ts'
import { type ProbeRun, record, type Scoreboard } from '../src/turn/scoreboard.ts'

/** Itty-durable loads the state in `fetch` alone: an alarm would see an empty board, so there is none. */
export class TurnPool extends createDurable({ autoReturn: false, autoPersist: false }) {
  /** Whatever is a property is stored. */
  scoreboard: Scoreboard = {}

  /** The bindings stay outside: itty-durable would wrap every one of them. */
  constructor(state: DurableObjectState) {
    super(state, {})
  }

  async record(runs: ProbeRun[], nowMs: number): Promise<BoardAfterRuns> {
    const before = this.scoreboard
    this.scoreboard = record(before, runs, nowMs)
    await this.persist()
    return { before, after: this.scoreboard }
  }

  board(): Scoreboard {
    return this.scoreboard
  }
}
