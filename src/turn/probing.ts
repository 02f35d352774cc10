/**
 * What the clock has done each minute: every own server is probed, and the scoreboard learns what came of it. Who turns
 * from one state to another is said in the log.
 */

import { turnPool } from './pool.ts'
import { probe } from './probe.ts'
import { runProbes } from './probe-run.ts'
import { changes, type ServerState } from './scoreboard.ts'
import { type TurnVariables, turnSettings } from './settings.ts'
import { openLine } from './sockets.ts'

export interface ProbingEnv extends TurnVariables {
  TURN_POOL: DurableObjectNamespace
}

/** How many own servers are in which state. */
export type ProbeCounts = Record<ServerState, number>

/** Null where there is nothing to probe. */
export async function probeOwnServers(env: ProbingEnv): Promise<ProbeCounts | null> {
  const { own } = turnSettings(env)
  if (own === null) return null
  const now = () => Date.now()
  const runs = await runProbes(own.servers, {
    probe: (server) => probe(openLine, server, now),
    wait: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
    now,
  })
  const { before, after } = await turnPool(env.TURN_POOL).record(runs, now())
  for (const change of changes(before, after)) console.warn(JSON.stringify({ level: 'warn', turn: change }))
  const states = own.servers.map(({ name }) => after[name]?.state)
  const count = (state: ServerState) => states.filter((one) => one === state).length
  return { up: count('up'), slow: count('slow'), down: count('down') }
}
