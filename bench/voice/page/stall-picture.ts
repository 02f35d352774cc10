/** The picture of a stall of one second and the way back: how late each packet is that is heard, moment by moment. */

import { type Drawing, dot, rectangle, stroke, text } from '../../relay/page/svg.ts'
import { ADAPTIVE } from '../buffers.ts'
import { STALL_MS, type StallResult } from '../special/stall.ts'

const WIDTH = 720
const LEFT = 56
const RIGHT = 700
const PANEL = 130
const PANEL_STEP = 190
const TOP = 44
const FROM_MS = -1_500
const TO_MS = 5_000
const MOST_MS = 500
const GRID_MS = [0, 100, 200, 300, 400, 500]

const x = (atMs: number): number => LEFT + ((atMs - FROM_MS) / (TO_MS - FROM_MS)) * (RIGHT - LEFT)

export function stallPicture(results: readonly StallResult[]): Drawing {
  const bottom = TOP + (results.length - 1) * PANEL_STEP + PANEL
  return {
    title: 'A link that stands still for a second',
    description: results
      .map(
        ({ buffer, backAfterMs, oldestMs }) =>
          `${buffer}: back after ${backAfterMs} ms at most, nothing older than ${oldestMs} ms was played.`,
      )
      .join(' '),
    width: WIDTH,
    height: bottom + 52,
    body: [
      ...results.map((result, index) => panel(result, TOP + index * PANEL_STEP)),
      text((LEFT + RIGHT) / 2, bottom + 40, 'seconds from the begin of the stall', 'quiet', 'middle'),
    ].join('\n'),
  }
}

function panel({ buffer, course }: StallResult, top: number): string {
  const y = (delayMs: number) => top + PANEL * (1 - Math.min(delayMs, MOST_MS) / MOST_MS)
  const kind = buffer === ADAPTIVE ? 'ours' : 'theirs'
  return [
    text(LEFT, top - 14, `${buffer}: mouth to ear, ms`, 'text head'),
    `<g fill-opacity="0.2">${rectangle(x(0), top, x(STALL_MS) - x(0), PANEL, 'theirs')}</g>`,
    ...GRID_MS.flatMap((ms) => [
      stroke(LEFT, y(ms), RIGHT, y(ms), 'line'),
      text(LEFT - 8, y(ms) + 4, `${ms}`, 'quiet', 'end'),
    ]),
    ...[-1, 0, 1, 2, 3, 4, 5].map((second) =>
      text(x(second * 1_000), top + PANEL + 18, `${second}`, 'quiet', second === 5 ? 'end' : 'middle'),
    ),
    ...course
      .filter(({ atMs }) => atMs >= FROM_MS && atMs <= TO_MS)
      .map(({ atMs, delayMs }) => dot(x(atMs), y(delayMs), kind)),
  ].join('\n')
}
