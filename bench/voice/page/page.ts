/**
 * Writes what was measured into docs/voice.md, between the marks of its section "Measured", and draws the pictures beside
 * it. What stands outside the marks is written by hand and stays. Measures nothing.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fill } from '../../relay/page/page.ts'
import { svg } from '../../relay/page/svg.ts'
import { goalsTable } from './goals.ts'
import type { Results } from './results.ts'
import { stallPicture } from './stall-picture.ts'
import { aboutTraces, fecTable, noiseTable, pausesTable, traceTable, uplinkTable } from './tables.ts'
import { tradeoffPicture } from './tradeoff-picture.ts'

/** By name of the mark; what was not measured is not there, and stays on the page as it was. */
export function sections({ rows, special, minutes }: Results, conditions: string): Record<string, string> {
  const hasRows = rows.length > 0
  return {
    ...(hasRows && { conditions, goals: goalsTable({ rows, special, minutes }) }),
    ...(hasRows && { traces: aboutTraces(rows), rows: traceTable(rows) }),
    ...(special.fec && { fec: fecTable(special) }),
    ...(special.uplink && { uplink: uplinkTable(special) }),
    ...(special.noise && { noise: noiseTable(special) }),
    ...(special.pauses && { pauses: pausesTable(special) }),
  }
}

/** File name and contents. */
export function pictures({ rows, special }: Results): Record<string, string> {
  return {
    ...(rows.length === 0 ? {} : { 'tradeoff.svg': svg(tradeoffPicture(rows)) }),
    ...(special.stall === undefined ? {} : { 'stall.svg': svg(stallPicture(special.stall)) }),
  }
}

/** `page` is a Markdown file; its pictures lie in a folder of its name beside it. */
export function writePage(page: string, results: Results): void {
  const folder = join(dirname(page), basename(page, '.md'))
  const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}`
  const day = new Date().toISOString().slice(0, 10)
  const talk = `${results.minutes} minutes of talk for each line and delay, ${(results.rows.length * results.minutes) / 60} hours in all`
  const conditions = `Measured on ${day}, ${talk}; Node ${process.version}, ${machine}.`
  writeFileSync(page, fill(readFileSync(page, 'utf8'), sections(results, conditions)))
  mkdirSync(folder, { recursive: true })
  for (const [name, picture] of Object.entries(pictures(results))) writeFileSync(join(folder, name), picture)
  console.log(`Written: ${page} and its pictures`)
}
