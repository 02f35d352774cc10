/**
 * What a room hands to its Archive of talk that is to be kept. Types alone.
 */

import type { KeptSlots } from './clip-answers.ts'

export type { KeptSlots }

/** What one member has said since the last batch, on one connection. */
export interface SpoolRequest extends KeptSlots {
  session: string
  person: string
  name: string
  /** The speaker's number. */
  member: number
  /** Wire packets back to back (docs/protocol.md, W1), checked and stamped. */
  bytes: Uint8Array
  /** When the newest of them reached the room. */
  arrivedAtMs: number
  /** Their speaker has just agreed to be kept, in mid-talk: nothing is missing before them. */
  beginsHere: boolean
}
