/** Prints rows as they come, and what must be said about them. */

import { BUSY_GENERATOR, type FailedRow, type MissingRow, type Row } from './row.ts'

export function show(rows: readonly (Row | FailedRow | MissingRow)[]): void {
  const measured = rows.filter((row) => 'p99Ms' in row)
  if (measured.length > 0) console.table(Object.fromEntries(measured.map((row) => [nameOf(row), cells(row)])))
  for (const row of rows) {
    const remark = remarkOn(row)
    if (remark !== undefined) console.log(`${row.server}: ${remark}`)
  }
}

const nameOf = ({ server, listeners, audience }: Row): string => (audience ? `${server}, ${listeners}` : server)

const cells = (row: Row) => ({
  'delivered/s': row.deliveredPerSecond,
  'share %': percent(row.deliveredShare),
  'p50 ms': row.p50Ms,
  'p99 ms': row.p99Ms,
  'µs/packet': row.cpuMicrosPerPacket,
  'busy %': percent(row.busyShare),
  'RSS MiB': row.rssMiB,
  'KiB/socket': row.rssPerSocketKiB,
  'messages/s': row.messagesPerSecond,
  'generator %': percent(row.generatorBusyShare),
})

function remarkOn(row: Row | FailedRow | MissingRow): string | undefined {
  if ('missing' in row) return `not measured: ${row.missing}.`
  if ('failed' in row) return `collapsed before there was anything to measure: ${row.failed}`
  if (row.joined !== undefined) return `only ${row.joined} got in: ${JSON.stringify(row.failures)}`
  if (row.generatorBusyShare <= BUSY_GENERATOR) return undefined
  return `the generator was ${percent(row.generatorBusyShare)} % busy; the figures are its own as much as the server's.`
}

const percent = (share: number): number => Number((share * 100).toFixed(2))
