/** Writes what was measured into its place in docs/voice.md. Measures nothing. */

import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { fill } from '../relay/page/page.ts'
import { markdownTable } from '../relay/page/tables.ts'
import type { PathFigures } from './figures.ts'

export type Paths = Record<'native' | 'relay' | 'stalled', PathFigures>

const NAMES: Record<keyof Paths, string> = {
  native: 'the browser’s own RTCPeerConnection',
  relay: 'Earshot',
  stalled: 'Earshot, the listener’s line stands still for 0.5 s every 5 s',
}

export function mouthToEarTable(paths: Paths): string {
  const rows = (Object.keys(NAMES) as (keyof Paths)[]).map((path) => {
    const { medianMs, p95Ms, chirps, said } = paths[path]
    return [NAMES[path], `${medianMs.toFixed(1)} ms`, `${p95Ms.toFixed(1)} ms`, `${chirps} of ${said}`]
  })
  return markdownTable(['', 'median', 'p95', 'chirps heard'], rows)
}

/** `page` is a Markdown file. */
export function writePage(page: string, paths: Paths): void {
  const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}`
  const conditions = `Measured on ${new Date().toISOString().slice(0, 10)}; ${machine}.`
  const text = readFileSync(page, 'utf8')
  writeFileSync(page, fill(text, { 'mouth-to-ear': `${conditions}\n\n${mouthToEarTable(paths)}` }))
  console.log(`Written: ${page}`)
}
