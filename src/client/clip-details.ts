/** What the HTTP API tells of clips: one schema for each answer. Pure. */

import * as v from 'valibot'
import { Clip, ClipId } from '../protocol/clip.ts'
import { Count, EntryNumber, Person, RoomId, Slot, TimeMs } from '../protocol/fields.ts'

/** Somebody who has listened to a clip. `uptoMs`: as far as that; absent: to its end. */
export const ClipListener = v.object({ ...Person.entries, uptoMs: v.optional(Count) })
export type ClipListener = v.InferOutput<typeof ClipListener>

export const ClipDetails = v.object({
  ...Clip.entries,
  room: RoomId,
  by: Person,
  /** `live`: still being spoken, or waiting for its speaker. `storing`: over, and on its way into storage. */
  state: v.picklist(['live', 'storing', 'ready']),
  /** SHA-256 of the stored file in base64url; null before there is one. */
  checksum: v.nullable(v.string()),
  heardBy: v.array(ClipListener),
})
export type ClipDetails = v.InferOutput<typeof ClipDetails>

/** Newest first; `next` is what to ask for the next page with, null on the last. */
export const ClipPage = v.object({ clips: v.array(ClipDetails), next: v.nullable(v.string()) })
export type ClipPage = v.InferOutput<typeof ClipPage>

/** An address that plays without a header, for a quarter of an hour. */
export const ClipLink = v.object({ url: v.string(), expiresAtMs: TimeMs })
export type ClipLink = v.InferOutput<typeof ClipLink>

export const Listeners = v.object({ heardBy: v.array(ClipListener) })

/** What somebody has missed in a room, of the newest 200 entries of its log. */
export const Unread = v.object({ texts: Count, clips: Count, lastEntry: EntryNumber })
export type Unread = v.InferOutput<typeof Unread>

/** A clip that was passed on; `number` null: its entry is on its way. */
export const Forwarded = v.object({ clip: ClipId, number: v.nullable(EntryNumber) })
export type Forwarded = v.InferOutput<typeof Forwarded>

/** That a clip is forgotten. `complete`: every copy is gone; else the server goes on by itself. */
export const Receipt = v.object({
  clip: ClipId,
  room: RoomId,
  forgottenAtMs: TimeMs,
  /** null: its days were over. */
  by: v.nullable(Person),
  complete: v.boolean(),
})
export type Receipt = v.InferOutput<typeof Receipt>

export const OutboxItem = v.object({
  clip: ClipId,
  by: Person,
  startedAtMs: TimeMs,
  durationMs: Count,
  state: v.picklist(['open', 'sealed', 'stored', 'indexed']),
  attempts: Count,
  nextAttemptAtMs: v.nullable(TimeMs),
  /** Which step failed last: writing the file, storing it, or listing it. */
  failure: v.nullable(v.picklist(['storage', 'index', 'clip'])),
})
export type OutboxItem = v.InferOutput<typeof OutboxItem>

/** Talk on its way into storage. What is `stuck` has failed for a day; without a next attempt, it waits until an owner asks for it. */
export const Outbox = v.object({ waiting: v.array(OutboxItem), stuck: v.array(OutboxItem) })
export type Outbox = v.InferOutput<typeof Outbox>

const KeptSlots = v.object({ from: Slot, to: Slot })
/** From the first packet to the last, both included. */
export type KeptSlots = v.InferOutput<typeof KeptSlots>

export const PostedTalk = v.object({ kept: v.nullable(KeptSlots), stored: Count })
export type PostedTalk = v.InferOutput<typeof PostedTalk>
