/** The committed traces, by name. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { formatTrace, parseTrace, type Trace } from './trace.ts'

const FOLDER = new URL('../traces/', import.meta.url)
/** From the line that does nothing to those that do most. */
const ORDER = [
  'clean',
  'lan',
  'wifi',
  '4g',
  'satellite-leo',
  'satellite',
  'tcp-1',
  'tcp-3',
  'tcp-5',
  'tcp-10',
  'datachannel',
  'datachannel-bursts',
  'drift-plus',
  'drift-minus',
  'room-40',
  'room-60',
]

/** Names of all traces; one that the order does not know comes last. */
export function traceNames(): string[] {
  const names = readdirSync(FOLDER).filter((file) => file.endsWith('.txt'))
  const place = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)
  return names.map((file) => file.replace(/\.txt$/, '')).sort((a, b) => place(a) - place(b))
}

export const readTrace = (name: string): Trace => parseTrace(readFileSync(new URL(`${name}.txt`, FOLDER), 'utf8'))

export const writeTrace = (trace: Trace): void =>
  writeFileSync(new URL(`${trace.name}.txt`, FOLDER), formatTrace(trace))
