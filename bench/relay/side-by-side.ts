/** Several servers under the same load, in turns (A B C A B C …), so that whatever else the machine does meets all of them. */

import { Entrant } from './entrant.ts'
import type { Load } from './load.ts'
import type { FailedRow, MissingRow, Row } from './row.ts'
import { MissingServer, type StartServer } from './server.ts'
import { SERVERS } from './servers/index.ts'

const TURNS = 3

/** `totalMs` is what each server is measured for, all its turns together. */
export async function measureSideBySide(
  names: readonly string[],
  load: Load,
  totalMs: number,
): Promise<(Row | FailedRow | MissingRow)[]> {
  const missing: MissingRow[] = []
  const entrants: Entrant[] = []
  try {
    for (const name of names) {
      const entrant = await enter(name, load)
      if (entrant instanceof Entrant) entrants.push(entrant)
      else missing.push(entrant)
    }
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const entrant of entrants) await entrant.takeTurn(totalMs / TURNS)
    }
    return [...entrants.map((entrant) => entrant.row()), ...missing]
  } finally {
    for (const entrant of entrants) await entrant.stop()
  }
}

/** `name` is among `SERVERS`. */
export async function enter(name: string, load: Load): Promise<Entrant | MissingRow> {
  try {
    return await Entrant.start(name, SERVERS[name] as StartServer, load)
  } catch (error) {
    if (error instanceof MissingServer) return { server: name, missing: error.message }
    throw error
  }
}
