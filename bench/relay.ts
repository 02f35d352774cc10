/**
 * What relaying costs, in delay, processor time and memory: Earshot's room beside other servers, each in a process of its
 * own, under the same load from the same generator, in turns within one run. docs/performance.md tells how to read it.
 *
 *     npm run bench:relay -- --loads 10x2,200x4,200x16,1000x16 --servers earshot,ws,bun,gorilla,mumble --seconds 6
 *         --audience 500,1000,2000,3000 --json bench/results/relay.json
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { dirname } from 'node:path'
import { readOptions } from './options.ts'
import { growAudience, isCarried, type Step } from './relay/audience.ts'
import { nameOf, readLoad } from './relay/load.ts'
import { canMeasureProcesses } from './relay/process-usage.ts'
import type { FailedRow, MissingRow, Row } from './relay/row.ts'
import { SERVERS } from './relay/servers/index.ts'
import { show } from './relay/show.ts'
import { measureSideBySide } from './relay/side-by-side.ts'

const options = readOptions({
  loads: '10x2,200x4,200x16,1000x16',
  servers: Object.keys(SERVERS).join(','),
  /** For each server and load, all turns together; for each step of the audience. */
  seconds: '6',
  /** Listeners of four speakers, in growing steps; none when empty. */
  audience: '',
  'audience-servers': 'earshot,bun',
  json: '',
})

if (!canMeasureProcesses()) throw new Error("A server's time and memory are read from /proc: this bench runs on Linux.")

const list = (text: string): string[] => text.split(',').filter((part) => part !== '')
const measureMs = Number(options.seconds) * 1000
const results: (Row | FailedRow | MissingRow)[] = []

for (const load of list(options.loads).map(readLoad)) {
  console.log(`\n${nameOf(load)}`)
  const rows = await measureSideBySide(list(options.servers), load, measureMs)
  show(rows)
  results.push(...rows)
}

for (const server of options.audience === '' ? [] : list(options['audience-servers'])) {
  console.log(`\n${server}: four speak, and ever more listen`)
  const report = (step: Step) => show([step])
  const steps = await growAudience(server, list(options.audience).map(Number), measureMs, report)
  const largest = Math.max(0, ...steps.map((step) => ('listeners' in step && isCarried(step) ? step.listeners : 0)))
  console.log(`Largest audience with 99.9 % delivered and p99 within 100 ms: ${largest || 'none'}`)
  results.push(...steps)
}

if (options.json !== '') writeResults(options.json)

/** One array of rows, each with what it depends on. */
function writeResults(file: string): void {
  const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown processor'}`
  const measuredAt = new Date().toISOString()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(
    file,
    `[\n${results.map((row) => `  ${JSON.stringify({ ...row, measuredAt, machine })}`).join(',\n')}\n]\n`,
  )
  console.log(`Written: ${file}`)
}
