/**
 * Who is let in, under which number: the decision of `admit`, made from facts that the Archive looked up.
 * Joining and resuming are the same call. Pure.
 */

import type { GivenRole, Role } from '../protocol/roles.ts'
import type { Entry, OpenTalk, RoomSettings } from '../protocol/room-message.ts'

/** A number is given to nobody else for this long after its member left. */
export const NUMBER_HELD_MS = 10 * 60_000
/** A session whose leaving nobody reported (the room crashed, the client never came back) is forgotten after this. */
export const SESSION_FORGOTTEN_MS = 30 * 24 * 3_600_000

/** Talk of a session may be posted for this long, as long as its person can be known again (src/tokens/guest-credential.ts). */
export const TALKER_FORGOTTEN_MS = 400 * 24 * 3_600_000

/** Sessions whose time is over are looked for this often at most: a hall that comes back at once is admitted without. */
export const FORGET_EVERY_MS = 60_000

export interface AdmitRequest {
  session: string
  person: string
  name: string
  role: Role
  /** Whether what they say may be kept. */
  keep: boolean
  /** The invite that they came by; null: an API key vouches for them. */
  invite: string | null
  /** The mark of where they come from; null where that is not known. */
  address: string | null
  /** Number of the last log entry the client has; 0 for none. */
  after: number
}

/** Whether what a session's member says may be kept: as they have just said, or when they left. */
export interface Consent {
  session: string
  person: string
  name: string
  member: number
  /** More of it may be posted; if not, what they were saying ends here. */
  keep: boolean
}

export type Refusal = 'unknown-room' | 'removed' | 'locked' | 'session-of-another' | 'numbers-exhausted' | 'too-fast'

export type Admission =
  | { ok: false; reason: Refusal }
  | {
      ok: true
      number: number
      resumed: boolean
      silenced: boolean
      /** What they are in this room: the role that they were given here, or else their token's. */
      role: Role
      room: RoomSettings
      lastEntry: number
      entries: Entry[]
      /** Talks that are being kept now. */
      talks: OpenTalk[]
    }

export interface SessionRecord {
  number: number
  person: string
}

/** What moderators have decided about a person. */
export interface Standing {
  banned: boolean
  silenced: boolean
  /** The role that they were given here; null: none. */
  given: GivenRole | null
}

/** What the Archive knows of somebody who wants to come in. */
export interface EntryFacts {
  room: RoomSettings | undefined
  standing: Standing
  /** The person has a session here that has not been forgotten. */
  personKnown: boolean
  /** Somebody who was banned came not long ago from where they come from. */
  addressKeptOut: boolean
}

/** The same, and of the session that they come with. */
export interface AdmissionFacts extends EntryFacts {
  session: SessionRecord | undefined
}

export type EntryRefusal = Extract<Refusal, 'unknown-room' | 'removed' | 'locked'>
export type Entrance = { admit: true; room: RoomSettings; role: Role }
export type Decision = { admit: false; reason: Refusal } | (Entrance & { resumed: boolean })

/** What somebody is in this room: an owner's token is stronger than a role that is given, and that than any other token. */
export const effectiveRole = ({ given }: Standing, comesAs: Role): Role =>
  comesAs === 'owner' ? comesAs : (given ?? comesAs)

/** Whether somebody may be in the room and read its log. A lock keeps new people out; an owner always may come. */
export function decideEntry(
  { room, standing, personKnown, addressKeptOut }: EntryFacts,
  comesAs: Role,
): { admit: false; reason: EntryRefusal } | Entrance {
  if (room === undefined) return { admit: false, reason: 'unknown-room' }
  const role = effectiveRole(standing, comesAs)
  if ((standing.banned || (addressKeptOut && !personKnown)) && role !== 'owner')
    return { admit: false, reason: 'removed' }
  if (room.locked && !personKnown && role !== 'owner') return { admit: false, reason: 'locked' }
  return { admit: true, room, role }
}

export function decideAdmission(facts: AdmissionFacts, { person, role }: AdmitRequest): Decision {
  const entry = decideEntry(facts, role)
  if (!entry.admit) return entry
  if (facts.session !== undefined && facts.session.person !== person) {
    return { admit: false, reason: 'session-of-another' }
  }
  return { ...entry, resumed: facts.session !== undefined }
}
