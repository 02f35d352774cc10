/** What the engine sets out to reach, and what it got; of what was measured. */

import { COMPLEXITY } from '../../../src/client/opus.ts'
import { figures, markdownTable, percent } from '../../relay/page/tables.ts'
import type { Row } from '../row.ts'
import { CAPTURE_GOAL_MS, type CaptureResult } from '../special/capture.ts'
import type { CrowdResult } from '../special/crowd.ts'
import type { DriftResult } from '../special/drift.ts'
import type { FecResult } from '../special/fec.ts'
import type { StallResult } from '../special/stall.ts'
import { betterThan, byTrace, type Results } from './results.ts'

export interface Goal {
  trial: string
  goal: string
  got: string
  isReached: boolean
}

/** Frame, look-ahead, and what the engine may add on a line that does nothing. */
const CLEAN_MS = 20 + 6.5 + 10
/** What the line of the trace `clean` takes itself. */
const LINE_MS = 1
const CONCEALED: Record<string, number> = { wifi: 0.01, '4g': 0.01, 'tcp-5': 0.03 }
const BUDGET_SHARE = 0.1
const HEAP_BYTES = 64 * 1024

export function goalsOf({ rows, special }: Results): Goal[] {
  return [
    ...byTrace(rows).flatMap(({ adaptive, others }) => (adaptive === undefined ? [] : ofTrace(adaptive, others))),
    ...(special.stall ?? []).slice(0, 1).flatMap(ofStall),
    ...(special.fec ?? []).filter(({ complexity }) => complexity === COMPLEXITY).flatMap(ofFec),
    ...(special.drift ?? []).flatMap(ofDrift),
    ...(special.capture === undefined ? [] : [ofCapture(special.capture)]),
    ...(special.crowd === undefined ? [] : ofCrowd(special.crowd)),
  ]
}

export const goalsTable = (results: Results): string =>
  markdownTable(
    ['', 'goal', 'got', 'reached'],
    goalsOf(results).map(({ trial, goal, got, isReached }) => [trial, goal, got, isReached ? 'yes' : '**no**']),
  )

function ofTrace(row: Row, others: readonly Row[]): Goal[] {
  const most = CONCEALED[row.trace]
  const better = betterThan(row, others)
  const clean: Goal = {
    trial: 'clean',
    goal: `median ≤ frame + look-ahead + 10 ms = ${CLEAN_MS} ms, and ${LINE_MS} ms of line`,
    got: `${figures(row.p50Ms)} ms`,
    isReached: row.p50Ms <= CLEAN_MS + LINE_MS,
  }
  const unbeaten: Goal = {
    trial: row.trace,
    goal: 'nothing is both quicker (p95) and less interrupted',
    got: better.length === 0 ? 'nothing is' : better.map(({ buffer }) => buffer).join(', '),
    isReached: better.length === 0,
  }
  const concealed: Goal[] =
    most === undefined
      ? []
      : [
          {
            trial: row.trace,
            goal: `at most ${percent(most)} made up outside stalls`,
            got: percent(row.concealedShare),
            isReached: row.concealedShare <= most,
          },
        ]
  return [...(row.trace === 'clean' ? [clean] : []), unbeaten, ...concealed]
}

function ofStall({ backAfterMs, oldestMs, playedTwice }: StallResult): Goal[] {
  const trial = 'a stall of 1 s'
  return [
    {
      trial,
      goal: 'delay back at its target ≤ 2 s after',
      got: `${figures(backAfterMs)} ms`,
      isReached: backAfterMs <= 2_000,
    },
    { trial, goal: 'nothing older than 400 ms is played', got: `${figures(oldestMs)} ms`, isReached: oldestMs <= 400 },
    { trial, goal: 'nothing is played twice', got: `${playedTwice} packets`, isReached: playedTwice === 0 },
  ]
}

function ofFec({ bitrate, recovered, closedShare }: FecResult): Goal[] {
  const trial = `FEC, 10 % lost, ${bitrate / 1000} kb/s`
  return [
    { trial, goal: 'closes ≥ 70 % of the gap in STOI', got: percent(closedShare), isReached: closedShare >= 0.7 },
    { trial, goal: 'STOI ≥ 0.96', got: recovered.toFixed(3), isReached: recovered >= 0.96 },
  ]
}

function ofDrift({ trace, minutes, leastMs, mostMs, worstStep }: DriftResult): Goal[] {
  const trial = `${trace}, ${minutes} min`
  const spreadMs = mostMs - leastMs
  return [
    { trial, goal: 'delay constant within 10 ms', got: `${figures(spreadMs)} ms`, isReached: spreadMs <= 10 },
    {
      trial,
      goal: 'no step above 4 × the source’s largest nearby',
      got: `${figures(worstStep)} ×`,
      isReached: worstStep <= 4,
    },
  ]
}

const ofCapture = ({ p99Ms }: CaptureResult): Goal => ({
  trial: 'microphone to packet',
  goal: `frame + look-ahead + 5 ms = ${CAPTURE_GOAL_MS} ms (p99)`,
  got: `${figures(p99Ms)} ms`,
  isReached: p99Ms <= CAPTURE_GOAL_MS,
})

function ofCrowd({ speakers, minutes, budgetShare, underruns, heapGrowthBytes }: CrowdResult): Goal[] {
  const trial = `${speakers} speakers at once`
  return [
    {
      trial,
      goal: `at most ${percent(BUDGET_SHARE)} of the time there is`,
      got: percent(budgetShare),
      isReached: budgetShare <= BUDGET_SHARE,
    },
    {
      trial,
      goal: 'heap grows by less than 64 kB over 100,000 quanta',
      got: `${figures(heapGrowthBytes / 1024)} kB`,
      isReached: heapGrowthBytes < HEAP_BYTES,
    },
    { trial, goal: `no underrun in ${minutes} min`, got: `${underruns}`, isReached: underruns === 0 },
  ]
}
