/**
 * What a clip looks like before it is played: its levels, drawn as bars. From what its packets say of themselves alone.
 */

import type { Timeline } from './timeline.ts'

/** MSC3246: 30–120 integers of 0…256 each. */
const MIN_BARS = 30
const MAX_BARS = 120
const MAX_HEIGHT = 256
/** Half the length of a short word: shorter bars flicker, longer ones merge. */
const BAR_MS = 250
/** Below is the noise of a room, above is shouting; in between a bar is as high as the level is loud, in dB. */
const QUIETEST_DBOV = 60
const LOUDEST_DBOV = 10

/** One integer per equal stretch: the loudest level in it, −60 dBov → 0, −10 dBov and louder → 256. */
export function waveformOf(timeline: Timeline): number[] {
  const count = Math.min(MAX_BARS, Math.max(MIN_BARS, Math.round(timeline.durationMs / BAR_MS)))
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
  const height = ((QUIETEST_DBOV - level) / (QUIETEST_DBOV - LOUDEST_DBOV)) * MAX_HEIGHT
  return Math.round(Math.min(MAX_HEIGHT, Math.max(0, height)))
}
