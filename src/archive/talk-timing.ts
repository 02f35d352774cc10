/**
 * When something is to be done about a talk: how long it waits for what is missing, and when a step that failed is tried
 * again. Pure.
 */

import { isShort, isWhole, type Talk } from './talk-intake.ts'

/** A talk without an end waits so long for its speaker, whose line or tab may come back. */
const UNENDED_WAITS_MS = 120_000
/** After a word, or a click of the key, the next may go on in the same clip. */
const SHORT_WAITS_MS = 1_000
/** Its end has come over a line that works; what is missing was posted long ago, or is lost with its speaker. */
const BROKEN_WAITS_MS = 30_000

/** When a talk that last took something at `arrivedAtMs` takes no more, and becomes a clip. */
export function sealsAtMs(talk: Talk, arrivedAtMs: number): number {
  if (isWhole(talk)) return arrivedAtMs + (isShort(talk) ? SHORT_WAITS_MS : 0)
  return arrivedAtMs + (talk.ended ? BROKEN_WAITS_MS : UNENDED_WAITS_MS)
}

const FIRST_RETRY_MS = 1_000
/** R2 and D1 are back within minutes, or it takes hours: then this often is soon enough. */
const LAST_RETRY_MS = 300_000
/** After a day of failures somebody has to look: the owner is told, and may have it tried again. */
const STUCK_AFTER_MS = 24 * 3_600_000

interface Failing {
  /** How often a step has been tried in vain. */
  attempts: number
  /** Null: it has not failed lately. */
  failingSinceMs: number | null
}

/** Whether a step has failed for so long that somebody has to look. */
export const isStuckAt = ({ failingSinceMs }: Pick<Failing, 'failingSinceMs'>, nowMs: number): boolean =>
  failingSinceMs !== null && nowMs - failingSinceMs >= STUCK_AFTER_MS

/**
 * When to try again after failure number `attempts` (from 1): the wait doubles, and a random half of it keeps the talks
 * of a whole room from coming back at once. `random`: 0 … 1.
 */
export function retryAtMs({ attempts }: Pick<Failing, 'attempts'>, nowMs: number, random: number): number {
  const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1))
  return nowMs + Math.round(wait * (0.5 + random / 2))
}
