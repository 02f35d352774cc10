/** The picture of delays: for each load and server a line from the median to the 99th percentile, all on one scale of decades. */

import { nameOf as loadName } from '../load.ts'
import { hasCollapsed, type Row } from '../row.ts'
import { byLoad, isMeasured, type LoadOutcomes, nameOf, type Outcome, type Result } from './results.ts'
import { type Drawing, dot, stroke, text } from './svg.ts'
import { figures, percent } from './tables.ts'

const WIDTH = 720
const SCALE_FROM = 120
const SCALE_TO = 590
const ROW = 24
const PANEL_HEAD = 30
const PANEL_GAP = 14
const MARGIN = 16
const AXIS = 24

interface Scale {
  decadesMs: number[]
  x(ms: number): number
}

export function delayPicture(results: readonly Result[]): Drawing {
  const loads = byLoad(results)
  const scale = scaleOf(loads)
  const panels: string[] = []
  let y = MARGIN + AXIS
  for (const load of loads) {
    panels.push(panel(load, y, scale))
    y += PANEL_HEAD + load.outcomes.length * ROW + PANEL_GAP
  }
  return {
    title: 'Delay from the median to the 99th percentile, by server and load',
    description: loads.map(inWords).join(' '),
    width: WIDTH,
    height: y,
    body: [axis(scale, y - PANEL_GAP), ...panels].join('\n'),
  }
}

function scaleOf(loads: readonly LoadOutcomes[]): Scale {
  const delays = loads.flatMap(({ outcomes }) =>
    outcomes.filter(isCarried).flatMap(({ p50Ms, p99Ms }) => [p50Ms, p99Ms]),
  )
  const first = Math.floor(Math.log10(Math.min(...delays)))
  const last = Math.ceil(Math.log10(Math.max(...delays)))
  const perDecade = (SCALE_TO - SCALE_FROM) / (last - first)
  return {
    decadesMs: Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index)),
    x: (ms) => SCALE_FROM + (Math.log10(ms) - first) * perDecade,
  }
}

const axis = ({ decadesMs, x }: Scale, bottom: number): string =>
  decadesMs
    .flatMap((ms) => [
      stroke(x(ms), MARGIN + AXIS - 6, x(ms), bottom, 'line'),
      text(x(ms), MARGIN + 10, `${Number(ms.toPrecision(1))} ms`, 'quiet', 'middle'),
    ])
    .join('\n')

function panel({ load, outcomes }: LoadOutcomes, top: number, { x }: Scale): string {
  const rows = outcomes.map((outcome, index) => {
    const y = top + PANEL_HEAD + index * ROW + 6
    const name = text(SCALE_FROM - 10, y + 4, nameOf(outcome.server), 'text', 'end')
    if (!isCarried(outcome)) return [name, text(SCALE_FROM + 8, y + 4, verdict(outcome), 'quiet')].join('\n')
    const kind = outcome.server === 'earshot' ? 'ours' : 'theirs'
    const [from, to] = [x(outcome.p50Ms), x(outcome.p99Ms)]
    return [
      name,
      stroke(from, y, to, y, `${kind}-line`, 'stroke-width="3"'),
      dot(from, y, kind),
      dot(to, y, `hollow ${kind}-line`, 'stroke-width="2"'),
      text(to + 12, y + 4, verdict(outcome)),
    ].join('\n')
  })
  return [text(MARGIN, top + 14, loadName(load), 'text head'), ...rows].join('\n')
}

type Carried = Row & { p50Ms: number; p99Ms: number }

const isCarried = (outcome: Outcome): outcome is Carried =>
  isMeasured(outcome) && !hasCollapsed(outcome.deliveredShare) && outcome.p50Ms !== null && outcome.p99Ms !== null

const verdict = (outcome: Outcome): string =>
  isCarried(outcome)
    ? `${figures(outcome.p50Ms)} … ${figures(outcome.p99Ms)} ms`
    : `collapses: ${percent(outcome.deliveredShare)} delivered`

const inWords = ({ load, outcomes }: LoadOutcomes): string =>
  `${loadName(load)}: ${outcomes.map((outcome) => `${nameOf(outcome.server)} ${verdict(outcome)}`).join(', ')}.`
