/** Somebody in a room, as an application sees them. */

import type { MemberView } from '../protocol/room-message.ts'

/** An immutable snapshot; whatever changes makes a new one. */
export interface Participant extends Readonly<MemberView> {
  /** This client itself. */
  readonly isMe: boolean
}

/** Why somebody is no longer in the room: by choice, because their connection did not come back, or by the owner. */
export type LeftReason = 'left' | 'lost' | 'removed'

export const participantOf = (view: MemberView, isMe: boolean): Participant => ({ ...view, isMe })
