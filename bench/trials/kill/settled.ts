/**
 * What everybody knows when all is said: changes are told some tenths of a second late, so this compares until everything
 * agrees, or for as long as that may take. The figures tell what does not.
 */

import { until } from '../../../test/support/until.ts'
import type { Hall } from '../hall.ts'
import type { Guest } from './guest.ts'
import { closeGap, compareLogs, fetchLog, type LogFigures } from './log.ts'
import { compareRosters, isExact, type RosterFigures } from './rosters.ts'

const WITHIN_MS = 3_000

/** Somebody whose log is looked at. */
export type Known = Pick<Guest, 'witness' | 'writer' | 'returner'>

export async function settledRoster(guests: readonly Guest[]): Promise<RosterFigures> {
  const witnesses = guests.map(({ witness }) => witness)
  const { rosterReader, returner } = guests[0] as Guest
  const compare = async () => {
    for (const witness of witnesses) witness.lookAtTheClock()
    return compareRosters(await rosterReader.read((after) => returner.say({ type: 'roster', after })), witnesses)
  }
  return settled(compare, isExact)
}

export async function settledLog(hall: Hall, guests: readonly Known[]): Promise<LogFigures> {
  const witnesses = guests.map(({ witness }) => witness)
  const { token } = (guests[0] as Known).returner
  const log = await fetchLog(hall, token)
  for (const witness of witnesses) await closeGap(hall, token, witness)
  const writers = guests.map(({ writer }) => writer)
  return settled(
    async () => compareLogs(log, witnesses, writers),
    ({ differing }) => differing === 0,
  )
}

async function settled<T>(look: () => Promise<T>, isSettled: (seen: T) => boolean): Promise<T> {
  let seen = await look()
  const hasSettled = async () => {
    seen = await look()
    return isSettled(seen)
  }
  await until(hasSettled, 'everything to agree', WITHIN_MS).catch(() => undefined)
  return seen
}
