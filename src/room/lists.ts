/**
 * Messages that carry a list, split so that each stays within the size of a control message [C7].
 */

import { runsThatFit } from '../protocol/control-size.ts'
import type { Entry, MemberChange, MemberView, OpenTalk, RoomMessageOf } from '../protocol/room-message.ts'

export type Leaving = RoomMessageOf<'left'>['members'][number]

export const joinedMessages = (members: readonly MemberView[]): RoomMessageOf<'joined'>[] =>
  runsThatFit(members).map((run) => ({ type: 'joined', members: run }))

export const leftMessages = (members: readonly Leaving[]): RoomMessageOf<'left'>[] =>
  runsThatFit(members).map((run) => ({ type: 'left', members: run }))

export const stateMessages = (members: readonly MemberChange[]): RoomMessageOf<'state'>[] =>
  runsThatFit(members).map((run) => ({ type: 'state', members: run }))

/** The earlier of two moments, either of which may be never. */
export const earliest = (aMs: number | undefined, bMs: number | undefined): number | undefined =>
  aMs === undefined || bMs === undefined ? (aMs ?? bMs) : Math.min(aMs, bMs)

/** A view of a member takes 116 bytes at the least: no more of them than this fit into one message. */
export const MAX_ON_PAGE = 140

/** As many of `members` as one `roster` page holds. */
export const pageOf = (members: readonly MemberView[]): MemberView[] => runsThatFit(members)[0] ?? []

export const entryMessages = (entries: readonly Entry[]): RoomMessageOf<'entry'>[] =>
  runsThatFit(entries).map((run) => ({ type: 'entry', entries: run }))

/** What everybody is to know of talks and clips beside the log. */
export interface ClipNews {
  /** Talks that have begun to be kept. */
  talks?: readonly OpenTalk[]
  /** Talks that become no clip. */
  over?: readonly string[]
  heard?: RoomMessageOf<'heard'>['heard']
}

export const clipMessages = ({ talks = [], over = [], heard = [] }: ClipNews): RoomMessageOf<'talk' | 'heard'>[] => [
  ...runsThatFit(talks).map((run) => ({ type: 'talk' as const, talks: run })),
  ...runsThatFit(over).map((run) => ({ type: 'talk' as const, talks: [], over: run })),
  ...runsThatFit(heard).map((run) => ({ type: 'heard' as const, heard: run })),
]
