/**
 * Who is let in, under which number: the decision of `admit`, made from facts that the Archive looked up.
 * Joining and resuming are the same call. Pure.
 */

import type { Role } from '../protocol/fields.ts'
import type { Entry, RoomSettings } from '../protocol/room-message.ts'

/** A number is given to nobody else for this long after its member left. */
export const NUMBER_HELD_MS = 10 * 60_000
/** A session whose leaving nobody reported (the room crashed, the client never came back) is forgotten after this. */
export const SESSION_FORGOTTEN_MS = 30 * 24 * 3_600_000

export interface AdmitRequest {
  session: string
  person: string
  name: string
  role: Role
  /** Number of the last log entry the client has; 0 for none. */
  after: number
}

export type Refusal = 'unknown-room' | 'removed' | 'locked' | 'session-of-another' | 'numbers-exhausted'

export type Admission =
  | { ok: false; reason: Refusal }
  | {
      ok: true
      number: number
      resumed: boolean
      silenced: boolean
      room: RoomSettings
      lastEntry: number
      entries: Entry[]
    }

export interface SessionRecord {
  number: number
  person: string
}

/** What the Archive knows of a request before it decides. */
export interface AdmissionFacts {
  room: RoomSettings | undefined
  banned: boolean
  session: SessionRecord | undefined
  /** The person has another session here that has not been forgotten. */
  personKnown: boolean
}

export type Decision = { admit: false; reason: Refusal } | { admit: true; resumed: boolean; room: RoomSettings }

/** A lock keeps new people out; those who are in may come back, and the owner always may. */
export function decideAdmission(facts: AdmissionFacts, request: AdmitRequest): Decision {
  const { room } = facts
  if (room === undefined) return { admit: false, reason: 'unknown-room' }
  if (facts.banned) return { admit: false, reason: 'removed' }
  if (facts.session !== undefined && facts.session.person !== request.person) {
    return { admit: false, reason: 'session-of-another' }
  }
  const isNew = facts.session === undefined && !facts.personKnown
  if (room.locked && isNew && request.role !== 'owner') return { admit: false, reason: 'locked' }
  return { admit: true, resumed: facts.session !== undefined, room }
}
