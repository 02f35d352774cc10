/** The rows as tables in Markdown: the engine's own on every trace, and what else there is to choose. */

import { figures, markdownTable, percent } from '../../relay/page/tables.ts'
import type { Row } from '../row.ts'
import type { SpecialResults } from '../special/results.ts'
import type { UplinkResult } from '../special/uplink.ts'
import { readTrace } from '../trace-files.ts'
import { byTrace } from './results.ts'

const HEAD = ['p50', 'p95', 'longest', 'made up', 'STOI', 'interruptions', 'the same with a fixed delay']

export const traceTable = (rows: readonly Row[]): string =>
  markdownTable(
    ['', ...HEAD],
    byTrace(rows).flatMap(({ trace, adaptive, others }) =>
      adaptive === undefined ? [] : [[trace, ...cells(adaptive), asGood(adaptive, others)]],
    ),
  )

export const aboutTraces = (rows: readonly Row[]): string =>
  byTrace(rows)
    .map(({ trace }) => `- \`${trace}\`: ${readTrace(trace).about}.`)
    .join('\n')

export const fecTable = ({ fec = [] }: SpecialResults): string =>
  markdownTable(
    ['', 'nothing lost', 'lost and made up', 'lost and recovered', 'of the gap'],
    fec.map(({ bitrate, complexity, lossless, concealed, recovered, closedShare }) => [
      `${bitrate / 1000} kb/s, complexity ${complexity}`,
      ...[lossless, concealed, recovered].map((stoi) => stoi.toFixed(3)),
      percent(closedShare),
    ]),
  )

/** On each line the SDK, the way it begins with, and the fixed one that is best for whoever knows the line. */
export function uplinkTable({ uplink = [] }: SpecialResults): string {
  const lines = [...new Set(uplink.map(({ lineKbps }) => lineKbps))]
  const late = ({ p95Ms, droppedShare }: UplinkResult) =>
    `${figures(p95Ms)} ms${droppedShare < 0.001 ? '' : `, ${percent(droppedShare)} never`}`
  return markdownTable(
    ['uplink', 'the SDK', 'at first', 'always 32 kb/s, 20 ms', 'the best that is always the same'],
    lines.map((lineKbps) => {
      const here = uplink.filter((result) => result.lineKbps === lineKbps)
      const [adaptive, usual] = ['adaptive', '32 kb/s, 20 ms'].map((name) =>
        here.find(({ sending }) => sending === name),
      )
      const [best] = here
        .filter(({ sending, droppedShare }) => sending !== 'adaptive' && droppedShare < 0.001)
        .toSorted((a, b) => a.p95Ms - b.p95Ms)
      if (adaptive === undefined || usual === undefined) return [`${lineKbps} kb/s`]
      const choice = best === undefined ? 'none' : `${late(best)} (${best.sending})`
      return [`${lineKbps} kb/s`, late(adaptive), `${figures(adaptive.firstWorstMs)} ms`, late(usual), choice]
    }),
  )
}

/** Cells: segmental SNR, intelligibility, and what is left where nobody speaks. */
export function noiseTable({ noise = [] }: SpecialResults): string {
  const names = noise[0]?.noises.map((one) => one.noise) ?? []
  return markdownTable(
    ['', 'delay', 'of a core', ...names],
    noise.map(({ suppressor, delayMs, cpuShare, noises }) => [
      suppressor,
      `${delayMs.toFixed(1)} ms`,
      percent(cpuShare),
      ...noises.map(
        ({ segmentalSnrDb, stoi, pausesDbov }) =>
          `${segmentalSnrDb.toFixed(1)} dB, ${stoi.toFixed(3)}, ${signed(pausesDbov)} dBov`,
      ),
    ]),
  )
}

export const pausesTable = ({ pauses = [] }: SpecialResults): string =>
  markdownTable(
    ['the room', 'there', 'here', 'spectrum off by'],
    pauses.map(({ room, saidDbov, heardDbov, spectrumOffDb }) => [
      room.replace('-', '−'),
      `${signed(saidDbov)} dBov`,
      `${signed(heardDbov)} dBov`,
      `${spectrumOffDb.toFixed(1)} dB`,
    ]),
  )

const signed = (value: number): string => `${value}`.replace('-', '−')

const cells = (row: Row): string[] => [
  `${figures(row.p50Ms)} ms`,
  `${figures(row.p95Ms)} ms`,
  `${figures(row.maxMs)} ms`,
  percent(row.concealedShare),
  row.stoi.toFixed(3),
  `${row.interruptionsPerMinute.toFixed(1)} /min`,
]

/** Many short gaps are no interruption, but no better for it: that much more made up is as good. */
const AS_MUCH_MADE_UP = 0.005

/** The quickest fixed delay that neither interrupts nor makes up more, as it takes somebody who knows the line. */
function asGood(row: Row, others: readonly Row[]): string {
  const [quickest] = others
    .filter(({ buffer }) => buffer.startsWith('fixed'))
    .filter(({ interruptionsPerMinute }) => interruptionsPerMinute <= row.interruptionsPerMinute)
    .filter(({ concealedShare }) => concealedShare <= row.concealedShare + AS_MUCH_MADE_UP)
    .toSorted((a, b) => a.p95Ms - b.p95Ms)
  return quickest === undefined
    ? 'none'
    : `p95 ${figures(quickest.p95Ms)} ms (${quickest.buffer.replace('fixed-', '')})`
}
