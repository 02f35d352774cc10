/**
 * Roles, and what each may do: the one table by which the room, the Archive, the HTTP API and the app decide. Pure.
 * A token says the role that somebody comes with; the room's owner may give another, which holds from then on.
 */

import * as v from 'valibot'

export const ROLES = ['owner', 'moderator', 'speaker', 'listener'] as const
export const Role = v.picklist(ROLES)
export type Role = (typeof ROLES)[number]

/** The roles that are given to somebody who is in the room; whoever has the owner's link is an owner, and stays one. */
export const GIVEN_ROLES = ['moderator', 'speaker', 'listener'] as const
export const GivenRole = v.picklist(GIVEN_ROLES)
export type GivenRole = (typeof GIVEN_ROLES)[number]

/** Done to somebody who is here. `role` alone says more: which. */
export const MEMBER_ACTIONS = ['mute', 'unmute', 'remove', 'ban', 'role'] as const
/** Of these, `keep` alone says how: for how many days. */
export const ROOM_ACTIONS = ['lock', 'unlock', 'keep', 'unkeep', 'end'] as const
/** Done to somebody who was removed or banned. */
export const PERSON_ACTIONS = ['readmit'] as const
export const MODERATION_ACTIONS = [...MEMBER_ACTIONS, ...ROOM_ACTIONS, ...PERSON_ACTIONS] as const
export type MemberAction = (typeof MEMBER_ACTIONS)[number]
export type RoomAction = (typeof ROOM_ACTIONS)[number]
export type PersonAction = (typeof PERSON_ACTIONS)[number]
export type ModerationAction = (typeof MODERATION_ACTIONS)[number]

/** What is asked of the table beside whose turn it is. */
export interface Act {
  action: ModerationAction
  /** The role of whom it is done to; undefined when nobody in particular, or nobody who is known. */
  target?: Role | undefined
  /** With the action `role`: the one to be given. */
  role?: GivenRole | undefined
}

/** Settings that outlive the moment, and the end of the gathering, are the owner's alone. */
const OWNERS_ALONE: readonly ModerationAction[] = ['keep', 'unkeep', 'end']

export const maySpeakAs = (role: Role): boolean => role !== 'listener'

export const mayModerateAs = (role: Role): boolean => role === 'owner' || role === 'moderator'

/** Nobody does anything to an owner, and moderators nothing to one another; they make speakers and listeners, no moderators. */
export function mayAct(actor: Role, { action, target, role }: Act): boolean {
  if (!mayModerateAs(actor) || target === 'owner') return false
  if (actor === 'owner') return true
  return !OWNERS_ALONE.includes(action) && target !== 'moderator' && role !== 'moderator'
}
