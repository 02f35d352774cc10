/**
 * One member of a room, the socket they are on, and what is written about that socket so that it survives hibernation. Pure.
 */

import type { ClientMessageOf } from '../protocol/client-message.ts'
import type { Person } from '../protocol/fields.ts'
import { AUDIO_BYTES, AUDIO_PACKETS, CONTROL_BYTES, CONTROL_MESSAGES } from '../protocol/limits.ts'
import { maySpeakAs, type Role } from '../protocol/roles.ts'
import type { MemberChange, MemberView } from '../protocol/room-message.ts'
import { TokenBucket } from '../protocol/token-bucket.ts'
import type { Arrival } from './arrival.ts'

/** What the room knows of a member whichever socket it has, or has not. */
export interface Profile {
  session: string
  member: number
  person: string
  name: string
  role: Role
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
  /** The name that their token fixes, whatever they say; null: they say it [C9]. */
  fixedName: string | null
  /** The invite that they came by; null: none. */
  invite: string | null
  /** The ids of this session's last tokens, the newest first: no other session connects with them meanwhile [C4]. */
  tokens: readonly string[]
  /** When they last asked for another token; null: never [C40]. */
  renewedAtMs: number | null
}

/** Whom a token is to speak for, in this room. */
export interface TokenBearer {
  person: string
  role: Role
  /** The name that the token fixes; null: none. */
  name: string | null
  invite: string | null
}

/** What may change about a member; undefined leaves it as it is. */
export interface Wishes {
  name?: string | undefined
  role?: Role | undefined
  muted?: boolean | undefined
  deafened?: boolean | undefined
  silenced?: boolean | undefined
  keep?: boolean | undefined
  handRaisedAtMs?: number | null | undefined
  aside?: boolean | undefined
}

/** What a client says about itself; a name is not its to say where the token fixes it [C9]. */
export function wishesOf(
  { fixedName }: Profile,
  { name, muted, deafened, keep, aside }: ClientMessageOf<'state'>,
): Wishes {
  return { name: fixedName === null ? name : undefined, muted, deafened, keep, aside }
}

/** One open socket: since when, and how much it may still send, in messages or packets and in bytes. */
export interface Line<Connection> {
  connection: Connection
  openedAtMs: number
  control: TokenBucket
  controlBytes: TokenBucket
  audio: TokenBucket
  audioBytes: TokenBucket
}

export const lineOf = <Connection>(connection: Connection, openedAtMs: number, nowMs: number): Line<Connection> => ({
  connection,
  openedAtMs,
  control: new TokenBucket(CONTROL_MESSAGES, nowMs),
  controlBytes: new TokenBucket(CONTROL_BYTES, nowMs),
  audio: new TokenBucket(AUDIO_PACKETS, nowMs),
  audioBytes: new TokenBucket(AUDIO_BYTES, nowMs),
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

/** What everybody may know of a member. */
export function viewOf({ profile, presence }: Member<unknown>): MemberView {
  const { member, person, name, role, muted, deafened, silenced, keep, handRaisedAtMs, aside } = profile
  const reconnecting = presence.at === 'reconnecting'
  return { member, person, name, role, muted, deafened, silenced, keep, handRaisedAtMs, aside, reconnecting }
}

export const personOf = ({ profile: { person, name } }: Member<unknown>): Person => ({ person, name })

/** Whether this device is one that may be heard at all: its person's voice, in a role that speaks [C41, C42]. */
export const hasVoice = ({ role, aside }: Pick<Profile, 'role' | 'aside'>): boolean => maySpeakAs(role) && !aside

/** May this member's packets be heard? [W16] */
export const maySpeak = (profile: Profile): boolean => hasVoice(profile) && !profile.muted && !profile.silenced

/** As many of a session's tokens as it may connect with next: the one before, while the newest is on its way. */
const TOKENS_REMEMBERED = 2

export const withToken = (tokens: readonly string[], token: string): string[] =>
  [token, ...tokens.filter((known) => known !== token)].slice(0, TOKENS_REMEMBERED)

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
