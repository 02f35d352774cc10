/**
 * Control messages from a room to a client: one schema each (docs/protocol.md, C14–C23, C30–C38 and C40).
 * A list that would pass the size limit goes out as several messages of the same type (`control-size.ts`).
 */

import * as v from 'valibot'
import { Clip, ClipId, ClipMoment, KeepDays } from './clip.ts'
import {
  ClientId,
  Count,
  EntryNumber,
  MaxSpeakers,
  MemberNumber,
  Name,
  Person,
  PersonId,
  RoomId,
  Slot,
  Text,
  TimeMs,
} from './fields.ts'
import { parseJson } from './json.ts'
import { GivenRole, MODERATION_ACTIONS, Role } from './roles.ts'

/** What a room tells of one member. */
export const MemberView = v.object({
  member: MemberNumber,
  person: PersonId,
  name: Name,
  role: v.fallback(Role, 'speaker'),
  muted: v.boolean(),
  deafened: v.boolean(),
  /** Muted by a moderator: the room drops this member's packets until a moderator unmutes. */
  silenced: v.boolean(),
  /** This member agrees that what they say is kept, in a room that keeps talk. */
  keep: v.optional(v.boolean(), false),
  /** When this member raised a hand; null while none is up. */
  handRaisedAtMs: v.optional(v.nullable(TimeMs), null),
  /** Another device of the same person has the voice: the room neither takes audio from this one nor sends it any. */
  aside: v.optional(v.boolean(), false),
  reconnecting: v.boolean(),
})
export type MemberView = v.InferOutput<typeof MemberView>

export const RoomSettings = v.object({
  id: RoomId,
  name: v.nullable(Name),
  locked: v.boolean(),
  /** How many members are heard at a time. */
  maxSpeakers: MaxSpeakers,
  /** Whether the talk of those who agree becomes clips, and for how many days they stay; null: until deleted. */
  keepTalk: v.optional(v.boolean(), false),
  keepDays: v.optional(KeepDays, null),
})
export type RoomSettings = v.InferOutput<typeof RoomSettings>

const entryHead = { number: EntryNumber, atMs: TimeMs, by: Person }
/** What lasts: one line of the room's log. */
export const Entry = v.variant('kind', [
  v.object({
    kind: v.literal('text'),
    ...entryHead,
    id: ClientId,
    text: Text,
    /** The moment of a clip that it answers. */
    replyTo: v.optional(ClipMoment),
  }),
  v.object({
    kind: v.literal('moderation'),
    ...entryHead,
    action: v.picklist(MODERATION_ACTIONS),
    target: v.nullable(Person),
    /** With `role` alone: the one that is given. */
    role: v.optional(GivenRole),
    /** With `keep` alone: for how many days. */
    days: v.optional(KeepDays),
  }),
  /** A talk or a voice message has become a clip; `clip` is null once it has been deleted. */
  v.object({ kind: v.literal('clip'), ...entryHead, id: ClipId, clip: v.nullable(Clip) }),
  /** Clips are gone for ever: somebody deleted them, or, without a name, their days were over. */
  v.object({ kind: v.literal('forgotten'), ...entryHead, by: v.nullable(Person), clips: v.array(ClipId) }),
])
export type Entry = v.InferOutput<typeof Entry>

/** An entry of a kind that this version does not know: it is counted, not shown [C18]. */
const UnknownEntry = v.pipe(
  v.object({ kind: v.string(), number: EntryNumber, atMs: TimeMs }),
  v.transform(({ number, atMs }) => ({ kind: 'unknown' as const, number, atMs })),
)
/** What a client reads of the log, from a room or from a page of history. */
export const ReadEntry = v.union([Entry, UnknownEntry])
export type ReadEntry = v.InferOutput<typeof ReadEntry>

export const Welcome = v.object({
  type: v.literal('welcome'),
  self: MemberView,
  /** This session was known: the number is the same as before. */
  resumed: v.boolean(),
  room: RoomSettings,
  /** How many other members the `joined` messages behind this one will name. */
  others: Count,
  /** How many members are here, this one and those *reconnecting* included. */
  headcount: Count,
  /** Number of the last entry of the log; 0 when it is empty. */
  lastEntry: EntryNumber,
})

export const LEFT_REASONS = ['left', 'lost', 'removed'] as const
export const ERROR_CODES = [
  'invalid-message',
  'not-allowed',
  'no-such-member',
  'not-reachable',
  'not-stored',
  'too-often',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

const MemberChange = v.object({
  member: MemberNumber,
  name: v.optional(Name),
  muted: v.optional(v.boolean()),
  deafened: v.optional(v.boolean()),
  silenced: v.optional(v.boolean()),
  role: v.optional(v.fallback(Role, 'speaker')),
  keep: v.optional(v.boolean()),
  handRaisedAtMs: v.optional(v.nullable(TimeMs)),
  aside: v.optional(v.boolean()),
  reconnecting: v.optional(v.boolean()),
})
/** What has changed about the room. */
const RoomChange = v.object({
  locked: v.optional(v.boolean()),
  headcount: v.optional(Count),
  keepTalk: v.optional(v.boolean()),
  keepDays: v.optional(KeepDays),
})

/** A talk that is being kept and is not a clip yet. */
export const OpenTalk = v.object({ clip: ClipId, member: MemberNumber, by: Person, startedAtMs: TimeMs })
export type OpenTalk = v.InferOutput<typeof OpenTalk>

/** Somebody has listened to a clip, up to here; absent: to all of it. */
const HeardClip = v.object({ clip: ClipId, by: Person, uptoMs: v.optional(Count) })
export type HeardClip = v.InferOutput<typeof HeardClip>

export type MemberChange = v.InferOutput<typeof MemberChange>

/** One to three packets of 20 ms from whoever is heard, ten from whoever is not. */
export const MESSAGE_MS = [20, 40, 60, 200] as const
export type MessageMs = (typeof MESSAGE_MS)[number]

const SCHEMAS = {
  welcome: Welcome,
  joined: v.object({ type: v.literal('joined'), members: v.array(MemberView) }),
  left: v.object({
    type: v.literal('left'),
    members: v.array(v.object({ member: MemberNumber, reason: v.fallback(v.picklist(LEFT_REASONS), 'lost') })),
  }),
  state: v.object({
    type: v.literal('state'),
    members: v.array(MemberChange),
    room: v.optional(RoomChange),
  }),
  entry: v.object({ type: v.literal('entry'), entries: v.array(ReadEntry) }),
  ack: v.object({ type: v.literal('ack'), id: ClientId, number: EntryNumber }),
  signal: v.object({ type: v.literal('signal'), from: MemberNumber, data: v.string() }),
  error: v.object({
    type: v.literal('error'),
    /** One of `ERROR_CODES`, or one that a later version adds. */
    code: v.string(),
    message: v.string(),
    /** The client id of what failed, where it had one. */
    id: v.optional(ClientId),
  }),
  pace: v.object({
    type: v.literal('pace'),
    /** Whether this client's packets are passed on at present. */
    heard: v.boolean(),
    /** How much audio to put into one message. */
    messageMs: v.picklist(MESSAGE_MS),
    /** How often to report; 0: never. */
    reportEveryMs: Count,
  }),
  unheard: v.object({ type: v.literal('unheard'), by: v.array(MemberNumber) }),
  roster: v.object({ type: v.literal('roster'), members: v.array(MemberView), next: v.nullable(MemberNumber) }),
  kept: v.object({
    type: v.literal('kept'),
    /** Every packet accepted on this connection with a slot from here … */
    from: Slot,
    /** … to here, both included, is stored. */
    to: Slot,
  }),
  talk: v.object({
    type: v.literal('talk'),
    talks: v.array(OpenTalk),
    /** Talks that become no clip after all. */
    over: v.optional(v.array(ClipId)),
  }),
  heard: v.object({ type: v.literal('heard'), heard: v.array(HeardClip) }),
  token: v.object({
    type: v.literal('token'),
    token: v.string(),
    /** Milliseconds since 1970. */
    expiresAtMs: TimeMs,
  }),
  bye: v.object({ type: v.literal('bye'), code: v.number(), message: v.string() }),
} as const

export type RoomMessage = v.InferOutput<(typeof SCHEMAS)[keyof typeof SCHEMAS]>
export type RoomMessageOf<T extends RoomMessage['type']> = Extract<RoomMessage, { type: T }>

/** Reads one text message of a room; undefined when it is of no known type or shape, which a client ignores. Never throws. */
export function readRoomMessage(text: string): RoomMessage | undefined {
  const value = parseJson(text)
  const type = (value as { type?: unknown } | null | undefined)?.type
  if (typeof type !== 'string' || !Object.hasOwn(SCHEMAS, type)) return undefined
  const result = v.safeParse(SCHEMAS[type as RoomMessage['type']], value)
  return result.success ? result.output : undefined
}
