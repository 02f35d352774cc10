/**
 * Control messages from a client to a room: one schema each (docs/protocol.md, C5–C13, C28–C29, C39 and C40).
 * Unknown fields are dropped and unknown types are reported as such, so that version 1 can grow.
 */

import * as v from 'valibot'
import { ClipMoment, KeepDays } from './clip.ts'
import {
  ClientId,
  Count,
  EntryNumber,
  MAX_SIGNAL_LENGTH,
  MemberNumber,
  Name,
  PersonId,
  SessionId,
  Slot,
  Text,
} from './fields.ts'
import { parseJson } from './json.ts'
import { GivenRole } from './roles.ts'

export const Hello = v.object({
  type: v.literal('hello'),
  session: SessionId,
  name: Name,
  muted: v.boolean(),
  deafened: v.boolean(),
  /** Whether what this client says may be kept, in a room that keeps talk. */
  keep: v.optional(v.boolean(), false),
  /** Another device of this person has the voice, and is to keep it [C41]. */
  aside: v.optional(v.boolean(), false),
  /** Number of the last log entry that this client has; 0 for none. */
  after: EntryNumber,
})

export const SetState = v.object({
  type: v.literal('state'),
  muted: v.optional(v.boolean()),
  deafened: v.optional(v.boolean()),
  keep: v.optional(v.boolean()),
  /** False: this device takes the voice from the person's others; true: it gives it up. */
  aside: v.optional(v.boolean()),
  name: v.optional(Name),
})

export const Say = v.object({
  type: v.literal('say'),
  id: ClientId,
  text: Text,
  /** The moment of a clip that it answers. */
  replyTo: v.optional(ClipMoment),
})

export const SendSignal = v.object({
  type: v.literal('signal'),
  /** Comes back in the `error` when the signal cannot be delivered. */
  id: v.optional(ClientId),
  to: MemberNumber,
  data: v.pipe(v.string(), v.maxLength(MAX_SIGNAL_LENGTH)),
})

export const ModerateMember = v.object({
  type: v.literal('moderate'),
  id: ClientId,
  action: v.picklist(['mute', 'unmute', 'remove', 'ban']),
  member: MemberNumber,
})
/** Gives somebody who is here another role. */
export const ModerateRole = v.object({
  type: v.literal('moderate'),
  id: ClientId,
  action: v.literal('role'),
  member: MemberNumber,
  role: GivenRole,
})
/** Lets somebody come in again who was removed or banned, and is no member therefore. */
export const ModerateReturn = v.object({
  type: v.literal('moderate'),
  id: ClientId,
  action: v.literal('readmit'),
  person: PersonId,
})
export const ModerateRoom = v.object({
  type: v.literal('moderate'),
  id: ClientId,
  action: v.picklist(['lock', 'unlock', 'unkeep', 'end']),
})
/** Talk is kept from now on, for so many days. */
export const ModerateKeeping = v.object({
  type: v.literal('moderate'),
  id: ClientId,
  action: v.literal('keep'),
  days: KeepDays,
})

/** Asks for a page of everybody who is here, behind this number. */
export const AskRoster = v.object({ type: v.literal('roster'), after: Count })

/** Speakers that one `report` may name: several times as many as are heard at once. */
export const MAX_REPORTED_SPEAKERS = 64

/** What reached a listener from one speaker since its last report. */
export const Reception = v.object({
  member: MemberNumber,
  /** The newest slot that came. */
  slot: Slot,
  received: Count,
  /** Packets that are missing by W20. */
  lost: Count,
})
export type Reception = v.InferOutput<typeof Reception>

export const Report = v.object({
  type: v.literal('report'),
  speakers: v.pipe(v.array(Reception), v.maxLength(MAX_REPORTED_SPEAKERS)),
})

/** Raises a hand, or lowers it: one's own, or as a moderator another's. */
export const Hand = v.object({ type: v.literal('hand'), raised: v.boolean(), member: v.optional(MemberNumber) })

/** Asks for another token: this one is about to expire. */
export const Renew = v.object({ type: v.literal('renew') })

export const Leave = v.object({ type: v.literal('leave') })

const SCHEMAS = {
  hello: Hello,
  state: SetState,
  say: Say,
  signal: SendSignal,
  moderate: v.variant('action', [ModerateMember, ModerateRole, ModerateReturn, ModerateRoom, ModerateKeeping]),
  roster: AskRoster,
  report: Report,
  hand: Hand,
  renew: Renew,
  leave: Leave,
} as const

export type ClientMessage = v.InferOutput<(typeof SCHEMAS)[keyof typeof SCHEMAS]>
export type ClientMessageOf<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>

export type ClientMessageReading =
  | { ok: true; message: ClientMessage }
  | { ok: false; reason: 'not-json' | 'not-a-message' | 'unknown-type' }
  /** Of a known type, but not of its shape. `id` is the client's id, where a readable one came with it. */
  | { ok: false; reason: 'invalid'; type: ClientMessage['type']; sentence: string; id: string | undefined }

/** Reads one text message of a client. Never throws. */
export function readClientMessage(text: string): ClientMessageReading {
  const value = parseJson(text)
  if (value === undefined) return { ok: false, reason: 'not-json' }
  const type = (value as { type?: unknown } | null)?.type
  if (typeof type !== 'string') return { ok: false, reason: 'not-a-message' }
  if (!Object.hasOwn(SCHEMAS, type)) return { ok: false, reason: 'unknown-type' }
  const known = type as ClientMessage['type']
  const result = v.safeParse(SCHEMAS[known], value)
  if (result.success) return { ok: true, message: result.output }
  return { ok: false, reason: 'invalid', type: known, sentence: sentenceOf(result.issues[0]), id: clientIdOf(value) }
}

/** Says what is wrong in our words alone: Valibot's own would quote what the stranger sent, however long. */
function sentenceOf(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)
  const fault = issue.kind === 'schema' ? `Expected ${issue.expected}.` : issue.message
  return path === null ? fault : `${path}: ${fault}`
}

function clientIdOf(value: unknown): string | undefined {
  const id = v.safeParse(v.object({ id: ClientId }), value)
  return id.success ? id.output.id : undefined
}
