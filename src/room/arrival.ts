/**
 * Who arrives at a room: what the Worker read from a checked token and hands on with the upgrade.
 * The room trusts it, because nothing but the Worker can reach the room.
 */

import type { Grant, Role } from '../protocol/fields.ts'

/** Request header that carries an arrival as JSON from the Worker to the room. */
export const ARRIVAL_HEADER = 'earshot-arrival'

export interface Arrival {
  /** The token's `sub`. */
  person: string
  role: Role
  grants: Grant[]
}
