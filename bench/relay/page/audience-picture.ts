/** The picture of a growing audience: delay, time and memory of each server, one below the other, by members. */

import type { Row } from '../row.ts'
import { type Audience, audiences, isMeasured, nameOf, type Result } from './results.ts'
import { type Drawing, dot, path, stroke, text } from './svg.ts'
import { figures, percent, thousands } from './tables.ts'

const WIDTH = 720
const LEFT = 64
const RIGHT = 610
const PANEL = 130
const PANEL_STEP = 186
const TOP = 44
const GRID_LINES = 4
/** What a p99 has to be below. */
const LIMIT_MS = 100

interface Panel {
  head: string
  value(row: Row): number
  unit: string
  limit?: number
}

const PANELS: readonly Panel[] = [
  { head: '99th percentile of the delay', value: ({ p99Ms }) => p99Ms ?? Number.NaN, unit: 'ms', limit: LIMIT_MS },
  { head: 'Share of one core', value: ({ busyShare }) => busyShare * 100, unit: '%', limit: 100 },
  { head: 'Memory of the process', value: ({ rssMiB }) => rssMiB, unit: 'MiB' },
]

export function audiencePicture(results: readonly Result[]): Drawing {
  const grown = audiences(results).map(({ server, steps }) => ({ server, steps: steps.filter(isMeasured) }))
  const most = Math.max(...grown.flatMap(({ steps }) => steps.map(({ listeners }) => listeners)))
  const x = (members: number) => LEFT + (members / most) * (RIGHT - LEFT)
  const panels = PANELS.map((panel, index) => drawPanel(panel, grown, x, TOP + index * PANEL_STEP))
  const bottom = TOP + (PANELS.length - 1) * PANEL_STEP + PANEL
  return {
    title: 'Four speak, and ever more listen',
    description: grown.map(inWords).join(' '),
    width: WIDTH,
    height: bottom + 52,
    body: [...panels, text((LEFT + RIGHT) / 2, bottom + 40, 'members in the room', 'quiet', 'middle')].join('\n'),
  }
}

interface Grown extends Audience {
  steps: Row[]
}

function drawPanel(
  { head, value, unit, limit }: Panel,
  grown: readonly Grown[],
  x: (members: number) => number,
  top: number,
) {
  const values = grown.flatMap(({ steps }) => steps.map(value)).filter(Number.isFinite)
  const stepOfGrid = niceStep(Math.max(...values, limit ?? 0) / GRID_LINES)
  const y = (amount: number) => top + PANEL - (amount / (stepOfGrid * GRID_LINES)) * PANEL
  const grid = Array.from({ length: GRID_LINES + 1 }, (_, index) => index * stepOfGrid).flatMap((amount) => [
    stroke(LEFT, y(amount), RIGHT, y(amount), 'line'),
    text(LEFT - 8, y(amount) + 4, thousands(amount), 'quiet', 'end'),
  ])
  const members = [...new Set(grown.flatMap(({ steps }) => steps.map(({ listeners }) => listeners)))]
  return [
    text(LEFT, top - 14, `${head}, ${unit}`, 'text head'),
    ...grid,
    ...roomFor(members, x).map((count) => text(x(count), top + PANEL + 18, thousands(count), 'quiet', 'middle')),
    limit === undefined
      ? ''
      : stroke(LEFT, y(limit), RIGHT, y(limit), 'limit', 'stroke-width="2" stroke-dasharray="6 4"'),
    ...grown.map(({ server, steps }) => curve(server, steps, (row) => [x(row.listeners), y(value(row))])),
  ].join('\n')
}

function curve(server: string, steps: readonly Row[], place: (row: Row) => readonly [number, number]): string {
  const points = steps.map(place).filter(([, y]) => Number.isFinite(y))
  const last = points.at(-1)
  if (last === undefined) return ''
  const kind = server === 'earshot' ? 'ours' : 'theirs'
  const dashes = kind === 'ours' ? '' : 'stroke-dasharray="2 3"'
  const dots = points.map(([x, y]) => dot(x, y, kind))
  return [path(points, `${kind}-line`, dashes), ...dots, text(last[0] + 10, last[1] + 4, nameOf(server))].join('\n')
}

/** Those whose labels do not run into each other. */
function roomFor(members: readonly number[], x: (members: number) => number): number[] {
  const kept: number[] = []
  for (const count of [...members].sort((a, b) => b - a)) {
    if (kept.every((other) => Math.abs(x(other) - x(count)) > 44)) kept.push(count)
  }
  return kept
}

/** 1, 2, 2.5 or 5 times a power of ten, at least `least`. */
export function niceStep(least: number): number {
  const decade = 10 ** Math.floor(Math.log10(least))
  return decade * ([1, 2, 2.5, 5, 10].find((factor) => factor * decade >= least) ?? 10)
}

const inWords = ({ server, steps }: Grown): string => {
  const each = steps.map(
    ({ listeners, p99Ms, busyShare, rssMiB }) =>
      `${thousands(listeners)} members: p99 ${p99Ms === null ? 'none' : `${figures(p99Ms)} ms`}, ${percent(busyShare)} of a core, ${thousands(rssMiB)} MiB`,
  )
  return `${nameOf(server)}, ${each.join('; ')}.`
}
