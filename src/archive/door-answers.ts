/**
 * What the Archive answers about people and about the room itself: the words between it, the room and the HTTP routes.
 * Types alone.
 */

import type { GivenRole, Role } from '../protocol/roles.ts'
import type { RoomSettings } from '../protocol/room-message.ts'
import type { EntryRefusal } from './admission.ts'
import type { Asker } from './clip-answers.ts'
import type { Refused, TooFast } from './refused.ts'

/** Somebody who has been in the room, as its owners and moderators see them. */
export interface KnownPerson {
  person: string
  name: string
  /** What they are in this room now, or would be if they came. */
  role: Role
  /** The invite that they came by last; null: a token from an API key. */
  invite: string | null
  firstSeenAtMs: number
  lastSeenAtMs: number
  silenced: boolean
  /** Removed or banned, and not let in. */
  removed: boolean
  /** Newcomers from where they are, or were, are kept out until then; null: they are not. */
  networkKeptOutUntilMs: number | null
}

export type PeopleAnswer = { ok: true; people: KnownPerson[] } | Refused<EntryRefusal | 'not-allowed'>

/** Who decides about others: somebody with a token, or the holder of an API key, who is an owner. */
export interface Moderator {
  person: string
  /** What the log calls them; null: as they called themselves in the room. */
  name: string | null
  role: Role
}

/** A moderator's act as it is asked for over HTTP: people instead of members' numbers. */
export type PersonalAct =
  | { action: 'mute' | 'unmute' | 'remove' | 'ban' | 'readmit'; person: string }
  | { action: 'role'; person: string; role: GivenRole }
  | { action: 'lock' | 'unlock' | 'unkeep' | 'end' }
  | { action: 'keep'; days: number | null }

export interface ModerationRequest {
  /** Makes it the same act when it is asked for again. */
  id: string
  by: Moderator
  act: PersonalAct
}

export type ModerationAnswer =
  | { ok: true; number: number }
  | Refused<EntryRefusal | 'not-allowed' | 'unknown-person' | 'unavailable'>
  | TooFast

export type SettingsAnswer = { ok: true; room: RoomSettings; role: Role } | Refused<EntryRefusal>

/** Whose hand, asked for by whom. */
export interface HandRequest {
  asker: Asker
  person: string
  raised: boolean
}

export type DestroyAnswer = { ok: true } | Refused<EntryRefusal | 'not-allowed'>

/** `name` stands for this person at the TURN servers, and tells them nothing. */
export type TurnAnswer = { ok: true; name: string } | Refused<EntryRefusal> | TooFast

/** A credential at a TURN server, so that it can be taken back. */
export interface MintedCredential {
  person: string
  provider: 'cloudflare' | 'coturn'
  username: string
  expiresAtMs: number
}
