/** What the delays of a path come to. */

import { median, percentile, round } from '../statistics.ts'

/** The delays of the chirps of one session that were heard, and how many were said. */
export interface Session {
  delaysMs: number[]
  said: number
}

export interface PathFigures {
  medianMs: number
  p95Ms: number
  /** Heard, of those that were said. */
  chirps: number
  said: number
}

export function figuresOf(sessions: readonly Session[]): PathFigures {
  const all = sessions.flatMap(({ delaysMs }) => delaysMs)
  return {
    medianMs: round(median(all), 1),
    p95Ms: round(percentile(all, 0.95), 1),
    chirps: all.length,
    said: sessions.reduce((sum, { said }) => sum + said, 0),
  }
}
