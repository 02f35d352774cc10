/** What a member more takes of a server's memory, with everybody in and nobody speaking. */

import type { Row } from '../row.ts'
import { isMeasured, nameOf, type Result } from './results.ts'
import { figures, markdownTable, thousands } from './tables.ts'

const KIB_PER_MIB = 1024

export interface MemoryOfServer {
  server: string
  idleMiB: number
  members: number
  joinedMiB: number
  /** Between the smallest and the largest room that were measured: what the process takes anyway is in neither's way. */
  kibPerMember: number
}

export function memoryByServer(results: readonly Result[]): MemoryOfServer[] {
  const rows = results.filter((row): row is Result & Row => !('missing' in row) && isMeasured(row))
  return [...new Set(rows.map(({ server }) => server))].flatMap((server) => {
    const bySize = rows.filter((row) => row.server === server).sort((a, b) => a.listeners - b.listeners)
    const [smallest, largest] = [bySize[0], bySize.at(-1)]
    if (smallest === undefined || largest === undefined || smallest.listeners === largest.listeners) return []
    const moreMiB = largest.joinedRssMiB - smallest.joinedRssMiB
    return {
      server,
      idleMiB: largest.idleRssMiB,
      members: largest.listeners,
      joinedMiB: largest.joinedRssMiB,
      kibPerMember: (moreMiB * KIB_PER_MIB) / (largest.listeners - smallest.listeners),
    }
  })
}

export const memoryTable = (results: readonly Result[]): string =>
  markdownTable(
    ['', 'nobody there', 'largest room measured', 'with all of them in', 'each member more'],
    memoryByServer(results).map(({ server, idleMiB, members, joinedMiB, kibPerMember }) => [
      nameOf(server),
      `${thousands(idleMiB)} MiB`,
      thousands(members),
      `${thousands(joinedMiB)} MiB`,
      `${figures(kibPerMember)} KiB`,
    ]),
  )
