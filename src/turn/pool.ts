/**
 * How the Worker reaches the TurnPool object: by this one name, with what it made itself. A client's request never goes
 * there (durable-objects/turn-pool.ts says why).
 */

import { proxyDurable } from 'itty-durable'
import type { ProbeRun, Scoreboard } from './scoreboard.ts'

/** One for the whole deployment: all Workers go by the same board. */
const NAME = 'scoreboard'

/** What the object can be asked. Arguments travel in a header: ASCII alone, and a few kB. */
export interface TurnPoolCalls {
  record(runs: readonly ProbeRun[], nowMs: number): Promise<BoardAfterRuns>
  board(): Promise<Scoreboard>
}

export interface BoardAfterRuns {
  before: Scoreboard
  after: Scoreboard
}

/** Without the stub itself, which takes any property that is looked up for a call, `then` included. */
export function turnPool(pools: DurableObjectNamespace): TurnPoolCalls {
  const pool: TurnPoolCalls = proxyDurable(pools, { name: 'TURN_POOL', parse: true }).get(NAME)
  return { record: (runs, nowMs) => pool.record(runs, nowMs), board: () => pool.board() }
}
