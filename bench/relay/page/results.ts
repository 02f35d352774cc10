/** The results file as the page reads it: rows by load, each server in the order in which it was named. */

import { isCarried } from '../carried.ts'
import type { Load } from '../load.ts'
import type { FailedRow, MissingRow, Row } from '../row.ts'

export type Result = (Row | FailedRow | MissingRow) & { measuredAt: string; machine: string }
/** A server under a load, whatever became of it. */
export type Outcome = Row | FailedRow

/** What a table and a picture call the servers. */
const NAMES: Record<string, string> = {
  earshot: 'Earshot',
  ws: 'ws (Node)',
  bun: 'Bun',
  gorilla: 'gorilla (Go)',
  mumble: 'Mumble',
}

export const nameOf = (server: string): string => NAMES[server] ?? server

export const isMeasured = (outcome: Outcome): outcome is Row => 'p99Ms' in outcome

export interface LoadOutcomes {
  load: Load
  outcomes: Outcome[]
}

/** Loads in the order in which they were measured; steps of an audience are none. */
export function byLoad(results: readonly Result[]): LoadOutcomes[] {
  const loads: LoadOutcomes[] = []
  for (const result of results) {
    if ('missing' in result || result.audience) continue
    const { listeners: members, speakers } = result
    const known = loads.find(({ load }) => load.members === members && load.speakers === speakers)
    if (known === undefined) loads.push({ load: { members, speakers }, outcomes: [result] })
    else known.outcomes.push(result)
  }
  return loads
}

export interface Audience {
  server: string
  /** From the smallest to the largest. */
  steps: Outcome[]
}

export function audiences(results: readonly Result[]): Audience[] {
  const steps = results.filter(
    (result): result is Result & Outcome => !('missing' in result) && result.audience === true,
  )
  return [...new Set(steps.map(({ server }) => server))].map((server) => ({
    server,
    steps: steps.filter((step) => step.server === server).sort((a, b) => a.listeners - b.listeners),
  }))
}

/** The largest step that the server carried. */
export const largestCarried = ({ steps }: Audience): Row | undefined =>
  steps.filter(isMeasured).filter(isCarried).at(-1)

/** Servers that were not there, and what to do about it. */
export function missing(results: readonly Result[]): Map<string, string> {
  return new Map(results.flatMap((result) => ('missing' in result ? [[result.server, result.missing] as const] : [])))
}

export function outcomeOf(
  results: readonly Result[],
  server: string,
  { members, speakers }: Load,
): Outcome | undefined {
  const isIt = ({ load }: LoadOutcomes) => load.members === members && load.speakers === speakers
  return byLoad(results)
    .find(isIt)
    ?.outcomes.find((outcome) => outcome.server === server)
}
