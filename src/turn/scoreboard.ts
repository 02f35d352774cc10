/**
 * The scoreboard of the own TURN servers: what a run of probes says of each, and who is given to clients by it. Pure;
 * time is an argument.
 *
 * Next: durable-objects/turn-pool.ts, which remembers it
 */

import type { OwnServer } from './own-servers.ts'

/** What one probe of a run found: how long the answer took, or null for none. */
export type Probe = number | null

export interface ProbeRun {
  /** `OwnServer.name` */
  server: string
  endedAtMs: number
  probes: Probe[]
}

/** `slow` is used where there is nothing better, `down` never. */
export type ServerState = 'up' | 'slow' | 'down'

export interface Judgement {
  state: ServerState
  judgedAtMs: number
}

export type Scoreboard = Record<string, Judgement>

/** Twice what talk already takes from mouth to ear: a relay that adds so much spoils a conversation. */
const SLOW_MS = 300
/** A whole half of a run; less is a hiccup of the way, not of the server. */
const SLOW_IN_A_ROW = 5
/** Two of ten. One of ten is lost to a deployment, a route that changes, the prober itself. */
const MAX_LOST_SHARE = 0.15
/** Five runs that did not come. Nothing is known then, and a server of which nothing is known is used. */
export const JUDGEMENT_LASTS_MS = 5 * 60_000

/** A run is judged by itself alone, so that the first good one brings a server back. */
export function judge(probes: readonly Probe[]): ServerState {
  const answers = probes.filter((probe) => probe !== null)
  const lost = probes.length - answers.length
  if (lost > MAX_LOST_SHARE * probes.length) return 'down'
  return longestSlow(answers) >= SLOW_IN_A_ROW ? 'slow' : 'up'
}

function longestSlow(answersMs: readonly number[]): number {
  let longest = 0
  let inARow = 0
  for (const answerMs of answersMs) {
    inARow = answerMs > SLOW_MS ? inARow + 1 : 0
    longest = Math.max(longest, inARow)
  }
  return longest
}

/**
 * The board after these runs. A run that ended before the one that a server is judged by says nothing new. What has
 * lapsed goes: so does a server that is no longer in the list.
 */
export function record(board: Scoreboard, runs: readonly ProbeRun[], nowMs: number): Scoreboard {
  const after = Object.entries(board).filter(([, { judgedAtMs }]) => holds(judgedAtMs, nowMs))
  const next = new Map(after)
  for (const { server, endedAtMs, probes } of runs) {
    const known = next.get(server)
    if (known !== undefined && known.judgedAtMs > endedAtMs) continue
    next.set(server, { state: judge(probes), judgedAtMs: endedAtMs })
  }
  return Object.fromEntries(next)
}

/** Whom a run brought into another state: what an operator wants to read. */
export function changes(before: Scoreboard, after: Scoreboard): { server: string; state: ServerState }[] {
  return Object.entries(after).flatMap(([server, { state }]) =>
    state === (before[server]?.state ?? 'up') ? [] : [{ server, state }],
  )
}

/** The servers that clients are given: the good ones; without any, the slow ones. */
export function usable(servers: readonly OwnServer[], board: Scoreboard, nowMs: number): OwnServer[] {
  const inState = (state: ServerState) =>
    servers.filter(({ name }) => (knownState(board, name, nowMs) ?? 'up') === state)
  const good = inState('up')
  return good.length > 0 ? good : inState('slow')
}

/** What the last run said of a server; undefined before the first, and once that has lapsed. */
export function knownState(board: Scoreboard, server: string, nowMs: number): ServerState | undefined {
  const judgement = board[server]
  return judgement !== undefined && holds(judgement.judgedAtMs, nowMs) ? judgement.state : undefined
}

const holds = (judgedAtMs: number, nowMs: number): boolean => nowMs - judgedAtMs < JUDGEMENT_LASTS_MS
