/**
 * Messages that carry a list, split so that each stays within the size of a control message [C7].
 */

import { runsThatFit } from '../protocol/control-size.ts'
import type { Entry, MemberView, RoomMessageOf } from '../protocol/room-message.ts'

export const joinedMessages = (members: readonly MemberView[]): RoomMessageOf<'joined'>[] =>
  runsThatFit(members).map((run) => ({ type: 'joined', members: run }))

export const entryMessages = (entries: readonly Entry[]): RoomMessageOf<'entry'>[] =>
  runsThatFit(entries).map((run) => ({ type: 'entry', entries: run }))
