/**
 * What a clip looks like before it is played: its levels, drawn as bars. From what its packets say of themselves alone.
 */

import { WAVEFORM } from '../protocol/clip.ts'
import type { Part } from './gapless-line.ts'

/** Half the length of a short word: shorter bars flicker, longer ones merge. */
const BAR_MS = 250
/** Below is the noise of a room, above is shouting; in between a bar is as high as the level is loud, in dB. */
const QUIETEST_DBOV = 60
const LOUDEST_DBOV = 10

/** How many bars something of this length has. */
export const barsIn = (durationMs: number): number =>
  Math.min(WAVEFORM.most, Math.max(WAVEFORM.least, Math.round(durationMs / BAR_MS)))

/** Levels in the order of their times. */
export interface LevelLine {
  durationMs: number
  parts: Iterable<Pick<Part, 'atMs' | 'durationMs' | 'level'>>
}

/** One integer per equal stretch: the loudest level in it, −60 dBov → 0, −10 dBov and louder → 256. */
export function waveformOf(timeline: LevelLine): number[] {
  const count = barsIn(timeline.durationMs)
  const barMs = timeline.durationMs / count
  const bars = new Array<number>(count).fill(0)
  for (const { atMs, durationMs, level } of timeline.parts) {
    const height = heightOf(level)
    for (let bar = Math.floor(atMs / barMs); bar < count && bar * barMs < atMs + durationMs; bar += 1) {
      bars[bar] = Math.max(bars[bar] ?? 0, height)
    }
  }
  return bars
}

function heightOf(level: number): number {
  const height = ((QUIETEST_DBOV - level) / (QUIETEST_DBOV - LOUDEST_DBOV)) * WAVEFORM.loudest
  return Math.round(Math.min(WAVEFORM.loudest, Math.max(0, height)))
}
