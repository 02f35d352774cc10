/** Prints rows as they come, and what must be said about them. */

import type { Row } from './row.ts'

export function show(rows: readonly Row[]): void {
  console.table(Object.fromEntries(rows.map((row) => [`${row.server}, ${row.clients} clients`, cells(row)])))
  for (const { server, faults } of rows) {
    for (const [fault, times] of Object.entries(faults)) console.log(`${server}: ${times} × ${fault}`)
  }
}

const cells = (row: Row) => ({
  'p50 ms': row.p50Ms,
  'p95 ms': row.p95Ms,
  'requests/s': row.requestsPerSecond,
  'errors %': row.errorRate * 100,
  'server ms/request': row.serverCpuMsPerRequest,
  'generator busy': row.generatorBusy,
})
