/**
 * The parts of docs/performance.md that come from the results, between marks, and its pictures. What stands outside the
 * marks is written by hand and stays.
 */

import { BUSY_GENERATOR } from '../row.ts'
import { audiencePicture } from './audience-picture.ts'
import { costPicture } from './cost-picture.ts'
import { delayPicture } from './delay-picture.ts'
import { goalsTable } from './goals.ts'
import { memoryTable } from './memory.ts'
import { priceTable } from './price.ts'
import { audiences, type Result } from './results.ts'
import { svg } from './svg.ts'
import { audienceTables, generatorRemark, loadTables, missingRemark } from './tables.ts'

/** By name of the mark. */
export function sections(results: readonly Result[]): Record<string, string> {
  return {
    conditions: conditions(results),
    goals: goalsTable(results),
    loads: loadTables(results),
    audience: audienceTables(results),
    price: priceTable(results),
    memory: memoryTable(results),
  }
}

/** File name and contents. */
export function pictures(results: readonly Result[]): Record<string, string> {
  return {
    'cost.svg': svg(costPicture(results)),
    'delay.svg': svg(delayPicture(results)),
    ...(audiences(results).length > 0 ? { 'audience.svg': svg(audiencePicture(results)) } : {}),
  }
}

/** @throws when the page has no place for a section */
export function fill(page: string, contents: Record<string, string>): string {
  return Object.entries(contents).reduce((text, [name, content]) => {
    const [from, to] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
    const [begin, end] = [text.indexOf(from), text.indexOf(to)]
    if (begin < 0 || end < begin) throw new Error(`The page has no place for ${name}, between "${from}" and "${to}".`)
    return `${text.slice(0, begin + from.length)}\n\n${content}\n\n${text.slice(end)}`
  }, page)
}

function conditions(results: readonly Result[]): string {
  const [first] = results
  const versions = results.flatMap((row) => ('version' in row ? [row.version] : []))
  const day = first?.measuredAt.slice(0, 10)
  return [
    `Measured on ${day} on a machine with ${first?.machine}: ${[...new Set(versions)].join('; ')}.`,
    missingRemark(results),
    generatorRemark(results, BUSY_GENERATOR),
  ]
    .filter((sentence) => sentence !== '')
    .join('\n')
}
