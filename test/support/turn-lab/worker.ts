/**
 * The parts of the Worker that keep the scoreboard, in the real runtime with its real sockets and object, under a clock
 * that the test sets and at a pace that it can wait for. Everything that it calls is the Worker's own.
 */

import { turnPool } from '../../../src/turn/pool.ts'
import { probe } from '../../../src/turn/probe.ts'
import { runProbes } from '../../../src/turn/probe-run.ts'
import { readTurnSettings, type TurnVariables } from '../../../src/turn/settings.ts'
import { openLine } from '../../../src/turn/sockets.ts'
import { TurnDesk } from '../../../src/turn/turn-desk.ts'

export { TurnPool } from '../../../durable-objects/turn-pool.ts'

/** A run of ten seconds takes one: a machine that holds its breath for half of one spoils no run yet. */
const FASTER = 10
const NAME = 'AAAAAAAAAAAAAAAAAAAAAA'

interface Env {
  TURN_POOL: DurableObjectNamespace
}

interface LabRequest extends TurnVariables {
  nowMs: number
}

const desk = new TurnDesk()

export default {
  async fetch(request, { TURN_POOL }) {
    const { nowMs, ...variables } = await request.json<LabRequest>()
    const pool = turnPool(TURN_POOL)
    if (new URL(request.url).pathname === '/ice-servers') {
      return Response.json((await desk.gather(variables, () => pool.board(), NAME, nowMs)).answer)
    }
    const runs = await runProbes(readTurnSettings(variables).own?.servers ?? [], {
      probe: (server) => probe(openLine, server, () => Date.now()),
      wait: (ms) => scheduler.wait(ms / FASTER),
      now: () => nowMs,
    })
    const { after } = await pool.record(runs, nowMs)
    return Response.json({ runs, board: after })
  },
} satisfies ExportedHandler<Env>
