/** Writes a bench's figures as JSON, with what they depend on. */

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { dirname } from 'node:path'

/** A report cannot be written there; its message says so in a sentence. */
export class Unwritable extends Error {}

/** Finds out before anything is measured whether `file` can be written. */
export function requireWritable(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    appendFileSync(file, '')
  } catch (cause) {
    throw new Unwritable(`${file} cannot be written (${(cause as Error).message}). Give --json another place.`, {
      cause,
    })
  }
}

/** One array of rows, a row to a line, each with what it depends on. */
export function writeRows(file: string, rows: readonly object[]): void {
  const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown processor'}`
  const measuredAt = new Date().toISOString()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(
    file,
    `[\n${rows.map((row) => `  ${JSON.stringify({ ...row, measuredAt, machine })}`).join(',\n')}\n]\n`,
  )
  console.log(`Written: ${file}`)
}

export function writeReport(file: string, figures: Record<string, unknown>): void {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism() }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify({ ...figures, measuredAt: new Date().toISOString(), machine }, null, 2)}\n`)
  console.log(`Written: ${file}`)
}
