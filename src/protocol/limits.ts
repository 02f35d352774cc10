/**
 * What one person, one connection, one room, one address and one key may ask of Earshot: every limit that somebody can
 * run into (docs/limits.md). The edge's own rates stand in wrangler.toml, where its binding reads them.
 */

import type { Rate } from './token-bucket.ts'

/** A Durable Object carries a full hall of this size; an operator may raise it (ROOM_MEMBERS). */
export const MAX_MEMBERS = 1_000
/** Members who are named to everybody before the rest is audience: more names than these nobody reads [C32]. */
export const MAX_NAMED = 200

/** Sockets that have not been admitted yet: a full room that comes back at once, twice over. */
export const VISITORS_PER_MEMBER = 2

/** 10 ms packets are 100 a second, with a fifth to spare for a fast clock; the burst is what a 3 s stall can hold back. */
export const AUDIO_PACKETS: Rate = { perSecond: 120, burst: 360 }
/** Nobody types, mutes or trickles candidates faster for long; the burst lets a page send what it queued offline. */
export const CONTROL_MESSAGES: Rate = { perSecond: 20, burst: 100 }

/** A page of the roster is 16 KiB for 30 bytes: it counts as so many control messages. */
export const ROSTER_COSTS = 5

/** Dead sockets are looked for this often while anything comes in. */
export const SWEEP_EVERY_MS = 1_000
