/** The picture of what each playout delay costs and brings: for each trace, how late against how often interrupted. */

import { niceStep } from '../../relay/page/audience-picture.ts'
import { type Drawing, dot, path, stroke, text } from '../../relay/page/svg.ts'
import { figures } from '../../relay/page/tables.ts'
import { RTT_RULE } from '../buffers.ts'
import type { Row } from '../row.ts'
import { byTrace, type TraceRows } from './results.ts'

const WIDTH = 720
const COLUMNS = 3
const COLUMN = WIDTH / COLUMNS
const LEFT = 40
const PANEL_WIDTH = COLUMN - LEFT - 16
const PANEL_HEIGHT = 96
const ROW = 168
const TOP = 96
const LEGEND_Y = 24
const AXES_Y = 48

export function tradeoffPicture(rows: readonly Row[]): Drawing {
  const traces = byTrace(rows)
  const panels = traces.map((one, index) =>
    panel(one, (index % COLUMNS) * COLUMN + LEFT, TOP + Math.floor(index / COLUMNS) * ROW),
  )
  return {
    title: 'Delay against interruptions, for each line and each playout delay',
    description: traces.map(inWords).join(' '),
    width: WIDTH,
    height: TOP + Math.ceil(traces.length / COLUMNS) * ROW - 24,
    body: [legend(), ...panels].join('\n'),
  }
}

const legend = (): string =>
  [
    dot(LEFT, LEGEND_Y, 'ours'),
    text(LEFT + 12, LEGEND_Y + 4, 'adaptive'),
    dot(LEFT + 100, LEGEND_Y, 'theirs'),
    text(LEFT + 112, LEGEND_Y + 4, 'fixed, 20 to 400 ms'),
    dot(LEFT + 270, LEGEND_Y, 'hollow theirs-line', 'stroke-width="2"'),
    text(LEFT + 282, LEGEND_Y + 4, '0.8 RTT + 3 jitter'),
    text(LEFT - 4, AXES_Y + 4, 'across: p95 of mouth to ear, ms; up: interruptions a minute of talk', 'quiet'),
  ].join('\n')

function panel({ trace, adaptive, others }: TraceRows, left: number, top: number): string {
  const all = adaptive === undefined ? others : [adaptive, ...others]
  const fixed = others.filter(({ buffer }) => buffer !== RTT_RULE)
  const rule = others.filter(({ buffer }) => buffer === RTT_RULE)
  const stepX = niceStep(Math.max(...all.map(({ p95Ms }) => p95Ms)) / 2)
  const stepY = niceStep(Math.max(1, ...all.map(({ interruptionsPerMinute }) => interruptionsPerMinute)) / 2)
  const place = ({ p95Ms, interruptionsPerMinute }: Row): readonly [number, number] => [
    left + (p95Ms / (2 * stepX)) * PANEL_WIDTH,
    top + PANEL_HEIGHT * (1 - interruptionsPerMinute / (2 * stepY)),
  ]
  const dots = (rows: readonly Row[], kind: string, more = '') => rows.map((row) => dot(...place(row), kind, more))
  return [
    text(left, top - 12, trace, 'text head'),
    ...grid(left, top, stepX, stepY),
    path(fixed.map(place), 'theirs-line', 'stroke-opacity="0.5"'),
    ...dots(fixed, 'theirs'),
    ...dots(rule, 'hollow theirs-line', 'stroke-width="2"'),
    ...dots(adaptive === undefined ? [] : [adaptive], 'ours'),
  ].join('\n')
}

const grid = (left: number, top: number, stepX: number, stepY: number): string[] =>
  [0, 1, 2].flatMap((line) => {
    const y = top + PANEL_HEIGHT * (1 - line / 2)
    const x = left + (PANEL_WIDTH * line) / 2
    return [
      stroke(left, y, left + PANEL_WIDTH, y, 'line'),
      text(left - 6, y + 4, `${line * stepY}`, 'quiet', 'end'),
      text(
        x,
        top + PANEL_HEIGHT + 18,
        `${line * stepX}`,
        'quiet',
        line === 2 ? 'end' : line === 0 ? 'start' : 'middle',
      ),
    ]
  })

const inWords = ({ trace, adaptive, others }: TraceRows): string => {
  const each = [...(adaptive === undefined ? [] : [adaptive]), ...others].map(
    ({ buffer, p95Ms, interruptionsPerMinute }) =>
      `${buffer} ${figures(p95Ms)} ms, ${interruptionsPerMinute.toFixed(1)} a minute`,
  )
  return `${trace}: ${each.join('; ')}.`
}
