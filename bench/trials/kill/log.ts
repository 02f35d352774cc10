/** The log of a room, fetched whole over HTTP, and each member's beside it. */

import { isDeepStrictEqual } from 'node:util'
import type { ReadEntry } from '../../../src/protocol/room-message.ts'
import type { Hall } from '../hall.ts'
import type { Witness } from '../witness.ts'
import type { Writer } from './writer.ts'

export interface LogFigures {
  length: number
  /** Members whose log is not the server's, entry by entry. */
  differing: number
  /** Entries of the server's log whose number is not one more than the one before. */
  gaps: number
  /** Texts that stand in it twice. */
  doubles: number
  /** What was acknowledged and is not there, or not under its number. */
  lost: number
}

export async function fetchPage({ origin, room }: Hall, token: string, before?: number): Promise<ReadEntry[]> {
  const query = before === undefined ? '' : `?before=${before}`
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${origin}/v1/rooms/${room}/entries${query}`, { headers })
  if (!answer.ok) throw new Error(`The log was not answered: ${answer.status} ${await answer.text()}`)
  return (await answer.json()).entries
}

export async function fetchLog(hall: Hall, token: string): Promise<ReadEntry[]> {
  const log: ReadEntry[] = []
  for (let page = await fetchPage(hall, token); page.length > 0; page = await fetchPage(hall, token, log[0]?.number)) {
    log.unshift(...page)
  }
  return log
}

/** Fetches what a replay did not reach back to [C19]. */
export async function closeGap(hall: Hall, token: string, witness: Witness): Promise<void> {
  for (let gap = witness.gap; gap !== undefined; gap = witness.gap) {
    witness.readPage(await fetchPage(hall, token, gap.before))
  }
}

export function compareLogs(
  log: readonly ReadEntry[],
  witnesses: readonly Witness[],
  writers: readonly Writer[],
): LogFigures {
  const texts = log.flatMap((entry) => (entry.kind === 'text' ? [entry.text] : []))
  const acknowledged = writers.flatMap((writer) => [...writer.acknowledged])
  const idAt = new Map(log.map((entry) => [entry.number, entry.kind === 'text' ? entry.id : undefined]))
  return {
    length: log.length,
    differing: witnesses.filter(({ entries }) => !isDeepStrictEqual(entries, log)).length,
    gaps: log.filter(({ number }, index) => number !== index + 1).length,
    doubles: texts.length - new Set(texts).size,
    lost: acknowledged.filter(([id, number]) => idAt.get(number) !== id).length,
  }
}
