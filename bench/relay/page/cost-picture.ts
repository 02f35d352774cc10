/** The picture of server time per packet: a panel for each load, a bar for each server. */

import { nameOf as loadName } from '../load.ts'
import { hasCollapsed } from '../row.ts'
import { byLoad, isMeasured, type LoadOutcomes, nameOf, type Outcome, type Result } from './results.ts'
import { type Drawing, rectangle, text } from './svg.ts'
import { figures, percent } from './tables.ts'

const WIDTH = 720
const LABELS_END = 120
const BARS_END = 560
const ROW = 24
const BAR = 14
const PANEL_HEAD = 30
const PANEL_GAP = 14
const MARGIN = 16

export function costPicture(results: readonly Result[]): Drawing {
  const panels: string[] = []
  let y = MARGIN
  for (const outcomes of byLoad(results)) {
    panels.push(panel(outcomes, y))
    y += PANEL_HEAD + outcomes.outcomes.length * ROW + PANEL_GAP
  }
  return {
    title: 'Server time per packet, by server and load',
    description: byLoad(results).map(inWords).join(' '),
    width: WIDTH,
    height: y,
    body: panels.join('\n'),
  }
}

function panel({ load, outcomes }: LoadOutcomes, top: number): string {
  const most = Math.max(...outcomes.map((outcome) => microsOf(outcome) ?? 0))
  const rows = outcomes.map((outcome, index) => {
    const y = top + PANEL_HEAD + index * ROW
    const micros = microsOf(outcome)
    const length = micros === undefined ? 0 : (micros / most) * (BARS_END - LABELS_END)
    const kind = outcome.server === 'earshot' ? 'ours' : 'theirs'
    return [
      text(LABELS_END - 10, y + BAR - 2, nameOf(outcome.server), 'text', 'end'),
      micros === undefined ? '' : rectangle(LABELS_END, y, length, BAR, kind),
      text(LABELS_END + length + 8, y + BAR - 2, verdict(outcome), micros === undefined ? 'quiet' : 'text'),
    ].join('\n')
  })
  return [text(MARGIN, top + 14, loadName(load), 'text head'), ...rows].join('\n')
}

/** Of a server that carries the load; the time of one that collapses is spent on something else. */
const microsOf = (outcome: Outcome): number | undefined =>
  isMeasured(outcome) && !hasCollapsed(outcome.deliveredShare) ? (outcome.cpuMicrosPerPacket ?? undefined) : undefined

const verdict = (outcome: Outcome): string => {
  const micros = microsOf(outcome)
  return micros === undefined ? `collapses: ${percent(outcome.deliveredShare)} delivered` : `${figures(micros)} µs`
}

const inWords = ({ load, outcomes }: LoadOutcomes): string =>
  `${loadName(load)}: ${outcomes.map((outcome) => `${nameOf(outcome.server)} ${verdict(outcome)}`).join(', ')}.`
