/** Writes what changes of devices cost into its place in docs/voice.md. Measures nothing. */

import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { fill } from '../relay/page/page.ts'
import { markdownTable } from '../relay/page/tables.ts'

export interface ChangeFigures {
  changes: number
  medianMs: number
  worstMs: number
  allMs: readonly number[]
}

const NAMES = {
  microphoneChosen: 'gap at a change of microphone',
  microphoneLost: 'until a microphone that is lost is replaced',
  microphoneReturned: 'gap when it is taken again',
  speakerChosen: 'pause in playing at a change of speaker',
  speakerLostOrReturned: 'pause in playing when the speaker is lost or back',
  call: 'after a call, from the tap until the voice is with a listener',
} as const

export type DeviceFigures = Record<keyof typeof NAMES, ChangeFigures>

export function devicesTable(figures: DeviceFigures): string {
  const rows = (Object.keys(NAMES) as (keyof DeviceFigures)[]).map((what) => {
    const { changes, medianMs, worstMs } = figures[what]
    return [`${NAMES[what]}, of ${changes}`, `${medianMs} ms`, `${worstMs} ms`]
  })
  return markdownTable(['', 'median', 'worst'], rows)
}

/** `page` is a Markdown file. */
export function writePage(page: string, figures: DeviceFigures): void {
  const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}`
  const conditions = `Measured on ${new Date().toISOString().slice(0, 10)}; ${machine}.`
  const text = readFileSync(page, 'utf8')
  writeFileSync(page, fill(text, { devices: `${conditions}\n\n${devicesTable(figures)}` }))
  console.log(`Written: ${page}`)
}
