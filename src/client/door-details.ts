/** What the HTTP API tells of a room's doors: invites, people, relays for calls. One schema for each answer. Pure. */

import * as v from 'valibot'
import { Count, LinkSecret, PersonId, TimeMs } from '../protocol/fields.ts'
import { Role } from '../protocol/roles.ts'

/** Somebody who came by an invite, by the name that they had last. */
const Guest = v.object({ person: PersonId, name: v.string(), firstSeenAtMs: TimeMs })

/** A link into a room, without its secret: that is told once, to whoever makes it. */
export const Invite = v.object({
  id: v.string(),
  /** What those who come by it are. */
  role: v.fallback(Role, 'speaker'),
  label: v.nullable(v.string()),
  createdAtMs: TimeMs,
  /** null: never. */
  expiresAtMs: v.nullable(TimeMs),
  /** How many people may come by it; null: any number. */
  maxPeople: v.nullable(Count),
  /** How many have taken a place; null where any number may. */
  people: v.nullable(Count),
  revokedAtMs: v.nullable(TimeMs),
  /** Who has been in the room and came by this invite the last time. */
  came: v.array(Guest),
})
export type Invite = v.InferOutput<typeof Invite>

export const InviteList = v.object({ invites: v.array(Invite) })
/** `secret` makes the link: `{origin}/r/{room}#{secret}`. */
export const NewInvite = v.object({ invite: Invite, secret: LinkSecret })
export type NewInvite = v.InferOutput<typeof NewInvite>

/** Somebody who has been in the room. */
export const KnownPerson = v.object({
  person: PersonId,
  name: v.string(),
  /** What they are in this room, or would be if they came now. */
  role: v.fallback(Role, 'speaker'),
  /** The invite that they came by last; null: none. */
  invite: v.nullable(v.string()),
  firstSeenAtMs: TimeMs,
  lastSeenAtMs: TimeMs,
  /** Muted by a moderator. */
  silenced: v.boolean(),
  /** Removed or banned, and not let in before `readmit`. */
  removed: v.boolean(),
  /** Until when newcomers from where they are are kept out; null: they are not. */
  networkKeptOutUntilMs: v.optional(v.nullable(TimeMs), null),
})
export type KnownPerson = v.InferOutput<typeof KnownPerson>

export const PeopleList = v.object({ people: v.array(KnownPerson) })

/** Why there are no relays, or fewer than there should be. A reason that a later version adds is none of the client's doing either. */
export const NO_RELAY = ['not-configured', 'servers-down', 'provider-unavailable'] as const

/** For an `RTCPeerConnection`'s `iceServers`. Ask again at `refreshAtMs`: after `expiresAtMs` the relays take it no more. */
export const IceServers = v.object({
  iceServers: v.array(
    v.object({
      urls: v.union([v.string(), v.array(v.string())]),
      username: v.optional(v.string(), ''),
      credential: v.optional(v.string(), ''),
    }),
  ),
  expiresAtMs: TimeMs,
  refreshAtMs: TimeMs,
  reason: v.nullable(v.fallback(v.picklist(NO_RELAY), 'provider-unavailable')),
})
export type IceServers = v.InferOutput<typeof IceServers>
