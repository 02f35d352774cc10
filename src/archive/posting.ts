/**
 * Whether talk that was posted is taken. Pure.
 */

import { maySpeakAs, type Role } from '../protocol/roles.ts'
import type { RoomSettings } from '../protocol/room-message.ts'
import { effectiveRole, type Standing } from './admission.ts'
import type { PostRefusal } from './clip-answers.ts'

export interface PostFacts {
  room: RoomSettings | undefined
  standing: Standing
  /** Whose session it is; undefined when nothing was ever to be kept of it. */
  talker: { person: string } | undefined
}

/** Why talk of `person` is not taken; undefined: it is. */
export function decidePost(
  { room, standing, talker }: PostFacts,
  { person, role }: { person: string; role: Role },
): PostRefusal | undefined {
  if (room === undefined) return 'unknown-room'
  if (standing.banned) return 'removed'
  if (!room.keepTalk) return 'not-kept'
  if (!maySpeakAs(effectiveRole(standing, role))) return 'not-allowed'
  if (standing.silenced) return 'silenced'
  if (talker === undefined) return 'unknown-session'
  return talker.person === person ? undefined : 'session-of-another'
}
