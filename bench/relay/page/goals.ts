/** What Earshot sets out to reach, beside the servers of the same run, and what it got. */

import type { Load } from '../load.ts'
import { nameOf as loadName } from '../load.ts'
import type { Row } from '../row.ts'
import { audiences, isMeasured, outcomeOf, type Result } from './results.ts'
import { figures, markdownTable, percent, thousands } from './tables.ts'

/** 1 but for the rounding of the last figure. */
const EVERYTHING = 0.9999
const SMALL: Load = { members: 10, speakers: 2 }
const MEETING: Load = { members: 200, speakers: 4 }
const DEBATE: Load = { members: 200, speakers: 16 }
const HALL: Load = { members: 1000, speakers: 16 }
const AUDIENCE = 2000

export interface Goal {
  load: string
  goal: string
  got: string
  isReached: boolean
}

/** Those that the results can tell of. */
export function goalsOf(results: readonly Result[]): Goal[] {
  const small = judge(results, SMALL)
  const meeting = judge(results, MEETING)
  const debate = judge(results, DEBATE)
  const hall = judge(results, HALL)
  return [
    small.delay('p50Ms', { of: 'ws', times: 1.5, plusMs: 0.5 }),
    small.delay('p99Ms', { of: 'ws', times: 2, plusMs: 0.5 }),
    meeting.everything(),
    meeting.most('p50 ≤ 8 ms', ({ p50Ms }) => p50Ms, 8, 'ms'),
    meeting.most('p99 ≤ 30 ms', ({ p99Ms }) => p99Ms, 30, 'ms'),
    meeting.most('at most 70 % of a core', ({ busyShare }) => busyShare * 100, 70, '%'),
    debate.everything(),
    debate.most('p99 ≤ 45 ms', ({ p99Ms }) => p99Ms, 45, 'ms'),
    debate.time({ of: 'bun', times: 1.6 }),
    debate.time({ of: 'gorilla', times: 0.5 }),
    hall.most('p99 ≤ 80 ms', ({ p99Ms }) => p99Ms, 80, 'ms'),
    hall.time({ of: 'bun', times: 0.8 }),
    ...audienceGoal(results),
  ].filter((goal) => goal !== undefined)
}

export const goalsTable = (results: readonly Result[]): string =>
  markdownTable(
    ['', 'goal', 'got', 'reached'],
    goalsOf(results).map(({ load, goal, got, isReached }) => [load, goal, got, isReached ? 'yes' : '**no**']),
  )

/** Earshot under one load, and what can be said of it; nothing can of what was not measured. */
function judge(results: readonly Result[], load: Load) {
  const name = loadName(load)
  const row = (server: string): Row | undefined => {
    const outcome = outcomeOf(results, server, load)
    return outcome !== undefined && isMeasured(outcome) ? outcome : undefined
  }
  const earshot = row('earshot')
  return {
    everything: (): Goal | undefined =>
      earshot && {
        load: name,
        goal: 'everything delivered',
        got: percent(earshot.deliveredShare),
        isReached: earshot.deliveredShare >= EVERYTHING,
      },
    most: (goal: string, of: (row: Row) => number | null, limit: number, unit: string): Goal | undefined => {
      const got = earshot === undefined ? null : of(earshot)
      return got === null ? undefined : { load: name, goal, got: `${figures(got)} ${unit}`, isReached: got <= limit }
    },
    delay: (which: 'p50Ms' | 'p99Ms', to: { of: string; times: number; plusMs: number }): Goal | undefined => {
      const [got, peers] = [earshot?.[which], row(to.of)?.[which]]
      if (got == null || peers == null) return undefined
      const limitMs = peers * to.times + to.plusMs
      const goal = `${which.slice(0, 3)} ≤ ${to.times} × the \`${to.of}\` hub's + ${to.plusMs} ms = ${figures(limitMs)} ms`
      return { load: name, goal, got: `${figures(got)} ms`, isReached: got <= limitMs }
    },
    time: (to: { of: string; times: number }): Goal | undefined => {
      const [got, peers] = [earshot?.cpuMicrosPerPacket, row(to.of)?.cpuMicrosPerPacket]
      if (got == null || peers == null) return undefined
      const ratio = got / peers
      const goal = `server time per packet ≤ ${to.times} × ${to.of === 'bun' ? "Bun's" : "the Go hub's"}`
      return { load: name, goal, got: `${ratio.toFixed(2)} ×`, isReached: ratio <= to.times }
    },
  }
}

function audienceGoal(results: readonly Result[]): Goal[] {
  const steps = audiences(results).find(({ server }) => server === 'earshot')?.steps ?? []
  const fine = ({ deliveredShare, p99Ms, busyShare }: Row) =>
    deliveredShare >= 0.999 && p99Ms !== null && p99Ms <= 100 && busyShare <= 0.8
  const largest = steps.filter(isMeasured).filter(fine).at(-1)
  if (steps.length === 0) return []
  return [
    {
      load: 'growing audience, 4 speak',
      goal: `${thousands(AUDIENCE)} members at p99 ≤ 100 ms and at most 80 % of a core`,
      got: largest === undefined ? 'none' : `${thousands(largest.listeners)} members`,
      isReached: (largest?.listeners ?? 0) >= AUDIENCE,
    },
  ]
}
