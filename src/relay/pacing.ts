/**
 * How clients are asked to send: how much audio they put into a message, and how often they report [C30]. A message that
 * comes in costs the object the same whatever it carries, and it takes no more than so many a second. Pure.
 */

import type { MessageMs } from '../protocol/room-message.ts'

/** A Durable Object takes 500 to 1,000 messages a second (Cloudflare, "Limits": a soft limit of 1,000 requests a second). */
const MAX_ARRIVALS_PER_S = 1_000
/** Reports of a whole room together: they cost as much as audio does, one speaker's worth. */
const MAX_REPORTS_PER_S = 50
/** A report more often than this says nothing new: it takes two to notice anything. */
const LEAST_REPORT_MS = 2_000

/** What nobody hears waits to be full: ten packets cost as much as one. */
export const UNHEARD_MESSAGE_MS = 200 satisfies MessageMs
const HEARD_MESSAGE_MS = [20, 40, 60] as const satisfies MessageMs[]
export type HeardMessageMs = (typeof HEARD_MESSAGE_MS)[number]

/** Coming back to shorter messages needs room to spare, or clients would be told to and fro. */
const ROOM_TO_SPARE = 1.2

/**
 * How much audio each of `heard` speakers puts into a message while `waiting` others talk unheard: as little as the
 * object can take, but it stays at `presentMs` rather than come back for a moment.
 */
export function heardMessageMs(heard: number, waiting: number, presentMs: HeardMessageMs): HeardMessageMs {
  const shortest = shortestMs(heard, waiting, MAX_ARRIVALS_PER_S)
  if (shortest >= presentMs) return shortest
  return shortestMs(heard, waiting, MAX_ARRIVALS_PER_S / ROOM_TO_SPARE) < presentMs ? shortest : presentMs
}

function shortestMs(heard: number, waiting: number, arrivalsPerSecond: number): HeardMessageMs {
  const left = arrivalsPerSecond - (waiting * 1_000) / UNHEARD_MESSAGE_MS
  return HEARD_MESSAGE_MS.find((messageMs) => (heard * 1_000) / messageMs <= left) ?? 60
}

/** How often each of `members` reports. */
export const reportEveryMs = (members: number): number =>
  Math.max(LEAST_REPORT_MS, Math.ceil((members * 1_000) / MAX_REPORTS_PER_S / 1_000) * 1_000)
