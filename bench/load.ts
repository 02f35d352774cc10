/**
 * A load on a running Earshot, for its operator: fills a room with listeners and speakers, and measures what they hear.
 * docs/load.md says how to read the figures.
 *
 *     npm run load -- --url https://voice.example --listeners 200 --speakers 4 --seconds 30
 *
 * Next: bench/load/generate.ts
 */

import { createRoom, DoorShut, type Room, requestTokens } from './load/door.ts'
import { earshotLine } from './load/earshot-line.ts'
import { GeneratorFailed, generate } from './load/generate.ts'
import type { LineDescription } from './load/line.ts'
import { HELP, type LoadOptions, readLoadOptions } from './load/load-options.ts'
import type { Task } from './load/measurement.ts'
import { ProgressLine } from './load/progress-line.ts'
import { figuresOf, remarksOn, summaryOf } from './load/summary.ts'
import { requireWritable, Unwritable, writeReport } from './report.ts'

const WARM_UP_MS = 2_000
const SETTLE_MS = 1_000
/** How many a room lets be heard at a time, unless it is asked for more, and at most. */
const USUAL_HEARD = 4
const MOST_HEARD = 16

const reading = readLoadOptions(process.argv.slice(2))
if (reading.ok === 'help') console.log(HELP)
else if (!reading.ok) fail(reading.message)
else await load(reading.options)

async function load(options: LoadOptions): Promise<void> {
  const line = new ProgressLine(process.stdout)
  try {
    if (options.json !== undefined) requireWritable(options.json)
    console.log(titleOf(options))
    const lines = await linesInto(options, line)
    const measurement = await generate(taskOf(options, lines), {
      phase: (phase) => line.phase(phase),
      progress: (progress) => line.progress(progress),
    })
    line.end()
    console.log(`\n${summaryOf(measurement, options).join('\n')}\n`)
    for (const remark of remarksOn(measurement)) console.log(remark)
    if (options.json !== undefined) writeReport(options.json, figuresOf(measurement, options))
  } catch (error) {
    line.end()
    fail(explain(error))
  }
}

async function linesInto(options: LoadOptions, line: ProgressLine): Promise<LineDescription[]> {
  const { origin, speakers, listeners } = options
  const members = speakers + listeners
  const heard = Math.min(MOST_HEARD, Math.max(USUAL_HEARD, speakers))
  const room: Room = options.room ?? (await createRoom(origin, heard))
  const tokens = await requestTokens(origin, room, members, (got) => line.tokens(got, members))
  return tokens.map((token, index) => {
    const speaks = index < speakers
    const name = speaks ? `Speaker ${index + 1}` : `Listener ${index - speakers + 1}`
    return earshotLine({ origin, room: room.id, token, name, muted: !speaks })
  })
}

function taskOf({ speakers, seconds, rampSeconds, stall, drop }: LoadOptions, lines: LineDescription[]): Task {
  return {
    ...{ lines, speakers, stall, drop },
    rampMs: rampSeconds * 1000,
    warmUpMs: WARM_UP_MS,
    measureMs: seconds * 1000,
    settleMs: SETTLE_MS,
  }
}

function titleOf({ origin, room, listeners, speakers, seconds }: LoadOptions): string {
  const where = `a ${room === undefined ? 'new ' : ''}room of ${origin}`
  return `${speakers} speakers and ${listeners} listeners for ${seconds} s in ${where}`
}

/** What the operator can do something about is told as it is; anything else is a fault of this program, with its stack. */
function explain(error: unknown): string {
  if (error instanceof DoorShut || error instanceof Unwritable) return error.message
  if (!(error instanceof GeneratorFailed)) throw error
  const reasons = Object.entries(error.failures).map(([why, times]) => `  ${times} × ${why}`)
  return [error.message, ...reasons].join('\n')
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
