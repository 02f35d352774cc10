/**
 * Whether talk that was posted is taken. Pure.
 */

import type { RoomSettings } from '../protocol/room-message.ts'
import type { PostRefusal } from './clip-answers.ts'

export interface PostFacts {
  room: RoomSettings | undefined
  standing: { banned: boolean; silenced: boolean }
  /** Whose session it is; undefined when nothing was ever to be kept of it. */
  talker: { person: string } | undefined
}

/** Why talk of `person` is not taken; undefined: it is. */
export function decidePost({ room, standing, talker }: PostFacts, person: string): PostRefusal | undefined {
  if (room === undefined) return 'unknown-room'
  if (standing.banned) return 'removed'
  if (!room.keepTalk) return 'not-kept'
  if (standing.silenced) return 'silenced'
  if (talker === undefined) return 'unknown-session'
  return talker.person === person ? undefined : 'session-of-another'
}
