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
import { aboutTraces, fecTable, traceTable, uplinkTable } from './tables.ts'
import { tradeoffPicture } from './tradeoff-picture.ts'

/** By name of the mark. */
export function sections(results: Results, conditions: string): Record<string, string> {
  return {
    conditions,
    goals: goalsTable(results),
    traces: aboutTraces(results.rows),
    rows: traceTable(results.rows),
    fec: fecTable(results.special),
    uplink: uplinkTable(results.special),
  }
}

/** File name and contents. */
export function pictures({ rows, special }: Results): Record<string, string> {
  return {
    'tradeoff.svg': svg(tradeoffPicture(rows)),
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
