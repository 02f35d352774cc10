/**
 * Who arrives at a room: what the Worker read from a checked token and hands on with the upgrade.
 * The room trusts it, because nothing but the Worker can reach the room.
 */

import type { Role } from '../protocol/roles.ts'

/** Request header that carries an arrival as JSON from the Worker to the room. */
export const ARRIVAL_HEADER = 'earshot-arrival'

export interface Arrival {
  /** The token's `sub`. */
  person: string
  role: Role
  /** The token's `jti`: one token opens one session's connection at a time [C4]. */
  token: string
  /** The name that the token fixes; null: they say their own. */
  name: string | null
  /** The invite that they came by; null: a token from an API key. */
  invite: string | null
  /** Where from, as src/tokens/address-mark.ts writes it: the same for the same network and room, and no address. */
  address: string | null
}
