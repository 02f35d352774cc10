/**
 * One member of a room, the socket they are on, and what is written about that socket so that it survives hibernation. Pure.
 */

import { AUDIO_PACKETS, CONTROL_MESSAGES } from '../protocol/limits.ts'
import { maySpeakAs } from '../protocol/roles.ts'
import type { MemberChange, MemberView } from '../protocol/room-message.ts'
import { TokenBucket } from '../protocol/token-bucket.ts'
import type { Arrival } from './arrival.ts'

/** What the room knows of a member whichever socket it has, or has not. */
export interface Profile extends Omit<Arrival, 'name'> {
  session: string
  member: number
  name: string
  muted: boolean
  deafened: boolean
  silenced: boolean
  /** Whether what they say may be kept [C34]. */
  keep: boolean
  /** When they raised a hand; null while none is up [C39]. */
  handRaisedAtMs: number | null
  /** Another device of the same person has the voice [C41]. */
  aside: boolean
  /** Whether everybody is told of this member, or only their number counts [C32]. */
  named: boolean
}

/** What a client may change about itself; undefined leaves it as it is. */
export interface Wishes {
  name?: string | undefined
  muted?: boolean | undefined
  deafened?: boolean | undefined
  silenced?: boolean | undefined
  keep?: boolean | undefined
}

/** One open socket: since when, and how much it may still send. */
export interface Line<Connection> {
  connection: Connection
  openedAtMs: number
  control: TokenBucket
  audio: TokenBucket
}

export const lineOf = <Connection>(connection: Connection, openedAtMs: number, nowMs: number): Line<Connection> => ({
  connection,
  openedAtMs,
  control: new TokenBucket(CONTROL_MESSAGES, nowMs),
  audio: new TokenBucket(AUDIO_PACKETS, nowMs),
})

export type Presence<Connection> = { at: 'here'; line: Line<Connection> } | { at: 'reconnecting'; untilMs: number }

export interface Member<Connection> {
  profile: Profile
  presence: Presence<Connection>
}

/** A socket's attachment: a visitor has come through the door but is not admitted, a member is. */
export type Attachment =
  | { as: 'visitor'; arrival: Arrival; openedAtMs: number }
  | { as: 'member'; profile: Profile; openedAtMs: number; maxSpeakers: number; keepTalk: boolean }

export function viewOf(member: Member<unknown>): MemberView {
  const { session: _, token: __, invite: ___, address: ____, named: _____, ...visible } = member.profile
  return { ...visible, reconnecting: member.presence.at === 'reconnecting' }
}

/** May this member's packets be heard? [W16] */
export const maySpeak = (profile: Profile): boolean =>
  maySpeakAs(profile.role) && !profile.muted && !profile.silenced && !profile.aside

/** What differs between two views of the same member, as a `state` message tells it; undefined when nothing does. */
export function changeBetween(before: MemberView, after: MemberView): MemberChange | undefined {
  const change: MemberChange = { member: after.member }
  if (after.name !== before.name) change.name = after.name
  if (after.role !== before.role) change.role = after.role
  if (after.handRaisedAtMs !== before.handRaisedAtMs) change.handRaisedAtMs = after.handRaisedAtMs
  for (const field of ['muted', 'deafened', 'silenced', 'keep', 'aside', 'reconnecting'] as const) {
    if (after[field] !== before[field]) change[field] = after[field]
  }
  return Object.keys(change).length === 1 ? undefined : change
}
