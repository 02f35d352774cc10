/**
 * What relaying costs, in delay, processor time and memory: Earshot's room beside other servers, each in a process of its
 * own, under the same load from the same generator, in turns within one run. docs/performance.md tells how to read it.
 *
 *     npm run bench:relay -- --loads 10x2,200x4,200x16,1000x16 --servers earshot,ws,bun,gorilla,mumble --seconds 6
 *         --audience 500,1000,2000,3000 --json bench/results/relay.json
 */

import { endInOrder } from '../test/support/process-group.ts'
import { readOptions } from './options.ts'
import { growAudience } from './relay/audience.ts'
import { isCarried } from './relay/carried.ts'
import { nameOf, readLoad, UsageError } from './relay/load.ts'
import { canMeasureProcesses } from './relay/process-usage.ts'
import type { FailedRow, MissingRow, Row } from './relay/row.ts'
import { SERVERS } from './relay/servers/index.ts'
import { show } from './relay/show.ts'
import { measureSideBySide } from './relay/side-by-side.ts'
import { writeRows } from './report.ts'

const NONE = 'none'

const options = readOptions({
  loads: '10x2,200x4,200x16,1000x16',
  servers: Object.keys(SERVERS).join(','),
  /** For each server and load, all turns together; for each step of the audience. */
  seconds: '6',
  /** Listeners of four speakers, in growing steps. */
  audience: NONE,
  'audience-servers': 'earshot,bun',
  json: '',
})

const results: (Row | FailedRow | MissingRow)[] = []

endInOrder()
try {
  await run()
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error)
  process.exitCode = 1
}

async function run(): Promise<void> {
  if (!canMeasureProcesses())
    throw new UsageError("A server's time and memory are read from /proc: this bench needs Linux.")
  const loads = list(options.loads).map(readLoad)
  let servers = list(options.servers).map(readServer)
  const audienceServers = list(options['audience-servers']).map(readServer)
  const audiences = list(options.audience).map(readNumber)
  const measureMs = readNumber(options.seconds) * 1000
  for (const load of loads) {
    console.log(`\n${nameOf(load)}`)
    const rows = await measureSideBySide(servers, load, measureMs)
    show(rows)
    results.push(...rows)
    servers = servers.filter((server) => !rows.some((row) => 'missing' in row && row.server === server))
  }
  for (const server of audiences.length === 0 ? [] : audienceServers) {
    console.log(`\n${server}: four speak, and ever more listen`)
    const steps = await growAudience(server, audiences, measureMs, (step) => show([step]))
    const largest = Math.max(0, ...steps.map((step) => ('listeners' in step && isCarried(step) ? step.listeners : 0)))
    console.log(`Largest audience with 99.9 % delivered and p99 within 100 ms: ${largest || NONE}`)
    results.push(...steps)
  }
  if (options.json !== '') writeRows(options.json, results)
}

function list(text: string): string[] {
  return text.split(',').filter((part) => part !== '' && part !== NONE)
}

function readServer(name: string): string {
  if (name in SERVERS) return name
  throw new UsageError(`No server "${name}"; there are: ${Object.keys(SERVERS).join(', ')}.`)
}

function readNumber(text: string): number {
  const value = Number(text)
  if (value > 0) return value
  throw new UsageError(`"${text}" is no number above 0.`)
}
