/** What was measured, as tables in Markdown. */

import { nameOf as loadName } from '../load.ts'
import { hasCollapsed, type Row } from '../row.ts'
import {
  type Audience,
  audiences,
  byLoad,
  isMeasured,
  largestCarried,
  missing,
  nameOf,
  type Outcome,
  type Result,
} from './results.ts'

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  // The first column is a name, the others are figures.
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'))
  return [head, rule, ...rows].map(line).join('\n')
}

const HEAD = ['delivered', 'p50', 'p99', 'server time per packet', 'busy', 'memory', 'messages in', 'messages out']

/** One table for each load, all servers in it. */
export const loadTables = (results: readonly Result[]): string =>
  byLoad(results)
    .map(({ load, outcomes }) => {
      const rows = outcomes.map((outcome) => [nameOf(outcome.server), ...cells(outcome)])
      return `### ${loadName(load)}\n\n${markdownTable(['', ...HEAD], rows)}`
    })
    .join('\n\n')

/** One table for each server whose audience grew. */
export const audienceTables = (results: readonly Result[]): string =>
  audiences(results)
    .map(({ server, steps }) => {
      const rows = steps.map((step) => [thousands(step.listeners), ...cells(step)])
      return `${largest({ server, steps })}\n\n${markdownTable(['members', ...HEAD], rows)}`
    })
    .join('\n\n')

function largest({ server, steps }: Audience): string {
  const carried = largestCarried({ server, steps })
  if (carried === undefined) return `**${nameOf(server)}** carried none of these.`
  const cost = `${micros(carried)} a packet, ${percent(carried.busyShare)} of a core, ${mebibytes(carried.rssMiB)}`
  const bound = carried === steps.at(-1) ? ', the most that were tried' : ''
  return `**${nameOf(server)}** carried **${thousands(carried.listeners)}**${bound}: ${cost}.`
}

/** Who was not measured, in a sentence; nothing when everybody was. */
export const missingRemark = (results: readonly Result[]): string =>
  [...missing(results)].map(([server, advice]) => `Not measured: ${nameOf(server)} (${advice}).`).join(' ')

/** Who was limited by the generator; nothing when nobody was. */
export function generatorRemark(results: readonly Result[], busyShare: number): string {
  const limited = results.filter((row): row is Result & Row => 'p99Ms' in row && row.generatorBusyShare > busyShare)
  if (limited.length === 0) return `The generator was never more than ${percent(busyShare)} busy.`
  const list = limited.map((row) => `${nameOf(row.server)} at ${row.listeners} × ${row.speakers}`)
  return `The generator was over ${percent(busyShare)} busy, so that delays are its own as much as the server's: ${list.join(', ')}.`
}

function cells(outcome: Outcome): string[] {
  if (!isMeasured(outcome)) return ['nothing', ...Array<string>(HEAD.length - 1).fill('–')]
  const delays = [outcome.p50Ms, outcome.p99Ms].map((ms) => (ms === null ? '–' : `${figures(ms)} ms`))
  return [
    hasCollapsed(outcome.deliveredShare) ? `**${percent(outcome.deliveredShare)}**` : percent(outcome.deliveredShare),
    ...delays,
    micros(outcome),
    percent(outcome.busyShare),
    mebibytes(outcome.rssMiB),
    `${thousands(outcome.messagesPerSecond)} /s`,
    `${thousands(outcome.messagesOutPerSecond)} /s`,
  ]
}

const micros = ({ cpuMicrosPerPacket }: Row): string =>
  cpuMicrosPerPacket === null ? '–' : `${figures(cpuMicrosPerPacket)} µs`

/** Two or three of them: more would be noise. */
export const figures = (value: number): string => value.toFixed(value < 1 ? 2 : value < 100 ? 1 : 0)

/** Never 100 % of what is not whole. */
export function percent(share: number): string {
  const value = share * 100
  return share < 1 && value > 99 ? `${Math.floor(value * 100) / 100} %` : `${figures(value).replace(/\.0+$/, '')} %`
}

export const thousands = (value: number): string => Math.round(value).toLocaleString('en-GB')

const mebibytes = (value: number): string => `${thousands(value)} MiB`
