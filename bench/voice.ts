/**
 * What a listener hears of a talk over bad links: the real encoder, links from bench/traces, the engine of src/audio and the
 * real decoder under a virtual clock, with the engine's own playout delay beside fixed ones.
 *
 *     npm run bench:voice -- --json bench/results/voice.json --traces wifi,tcp-5 --buffers adaptive,fixed-100 --minutes 3
 *
 * `--trials` are those with a question of their own (bench/voice/special), none for none; `--trials-json` keeps their answers,
 * `--page docs/voice.md` writes everything into its section "Measured" and draws the pictures beside it.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { readOptions } from './options.ts'
import { requireWritable, Unwritable } from './report.ts'
import { BUFFERS } from './voice/buffers.ts'
import { writePage } from './voice/page/page.ts'
import { carryOut, type Order } from './voice/processes.ts'
import type { Row } from './voice/row.ts'
import { SPECIAL_NAMES, type SpecialResults } from './voice/special/results.ts'
import { traceNames } from './voice/trace-files.ts'

const NONE = 'none'
const options = readOptions({
  json: '',
  traces: traceNames().join(','),
  buffers: BUFFERS.join(','),
  minutes: '3',
  trials: SPECIAL_NAMES.join(','),
  'trials-json': '',
  page: '',
})
const listed = (words: string): string[] => (words === NONE ? [] : words.split(','))
const [traces, buffers, trials] = [listed(options.traces), listed(options.buffers), listed(options.trials)]
const minutes = Number(options.minutes)
const isKnown =
  traces.every((name) => traceNames().includes(name)) &&
  buffers.every((name) => BUFFERS.includes(name)) &&
  trials.every((name) => (SPECIAL_NAMES as readonly string[]).includes(name))
if (!isKnown || !(minutes > 0)) {
  console.error(
    `--traces takes ${traceNames().join(',')} or none; --buffers ${BUFFERS.join(',')}; --trials ${SPECIAL_NAMES.join(',')} or none; --minutes a number above 0.`,
  )
  process.exit(1)
}
try {
  for (const file of [options.json, options['trials-json']]) if (file !== '') requireWritable(file)
} catch (error) {
  if (!(error instanceof Unwritable)) throw error
  console.error(error.message)
  process.exit(1)
}

const byTrace = new Map<string, Row[]>()
const special: Record<string, unknown> = {}
const orders: Order[] = [
  ...traces.map((trace) => ({ kind: 'trace', trace, buffers, minutes }) as const),
  ...trials.map((name) => ({ kind: 'special', name, minutes }) as const),
]
await carryOut(orders, (order, result) => {
  if (order.kind === 'trace') {
    byTrace.set(order.trace, result as Row[])
    console.log(`\n${order.trace}`)
    console.table((result as Row[]).map(({ trace, ...figures }) => figures))
  } else {
    special[order.name] = result
    console.log(`\n${order.name}`)
    console.log(JSON.stringify(result, shortened, 1))
  }
})
const rows = traces.flatMap((trace) => byTrace.get(trace) ?? [])
if (options.json !== '') writeJson(options.json, rows)
if (options['trials-json'] !== '') writeJson(options['trials-json'], special)
if (options.page !== '') writePage(options.page, { rows, special: special as SpecialResults, minutes })

/** The course of a stall is for its picture. */
function shortened(key: string, value: unknown): unknown {
  return key === 'course' ? undefined : value
}

function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
  console.log(`Written: ${file}`)
}
