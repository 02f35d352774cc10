/**
 * Voice messages in the Archive: who may send one, and what is made of one whose audio is in R2. Pure.
 *
 * Next: src/archive/stored-talk.ts
 */

import type { Clip } from '../protocol/clip.ts'
import {
  EMPTY_UPLOAD_LIFE_MS,
  MAX_ROOM_UPLOAD_BYTES,
  MAX_ROOM_UPLOADS,
  MAX_UPLOAD_LIFE_MS,
  MAX_UPLOADS,
} from '../protocol/limits.ts'
import { maySpeakAs, type Role } from '../protocol/roles.ts'
import type { UploadKind } from '../tus/upload.ts'
import type { FinishedMessage, UploadCount, UploadRequest } from './message-answers.ts'
import type { StoredTalk } from './stored-talk.ts'

const DAY_MS = 86_400_000

/** A message that was sent already is known as the same one for so long: a device that was away as long asks for its clip. */
export const MESSAGE_KNOWN_MS = 30 * DAY_MS

/**
 * What has become nothing by then is lost: an upload takes bytes for seven days, and for as long again it is tried to make a
 * clip of them (src/tus/stored-upload.ts). Whatever ends one sooner tells the room.
 */
export const UNFINISHED_KNOWN_MS = 2 * MAX_UPLOAD_LIFE_MS
/** What was begun, and whose object has not told that it is there: it never was, or is as empty as one that lives so long. */
export const UNMADE_KNOWN_MS = EMPTY_UPLOAD_LIFE_MS

export interface SenderFacts {
  role: Role
  silenced: boolean
  /** How many uploads of theirs are under way in this room. */
  unfinished: number
  /** What everybody has under way in this room. */
  room: UnderWay
}

export interface UnderWay {
  uploads: number
  bytes: number
}

/** Why somebody who may be in the room may not begin an upload; undefined: they may. */
export function decideUpload(
  { role, silenced, unfinished, room }: SenderFacts,
  { kind, bytes }: Pick<UploadRequest, 'kind' | 'bytes'>,
): 'not-allowed' | 'silenced' | 'too-many-uploads' | 'room-uploads-full' | undefined {
  if (!maySpeakAs(role)) return 'not-allowed'
  if (silenced) return 'silenced'
  // One that joins parts brings nothing new, and makes room by it.
  if (kind === 'final') return undefined
  if (unfinished >= MAX_UPLOADS) return 'too-many-uploads'
  return room.uploads < MAX_ROOM_UPLOADS && fits(room, bytes) ? undefined : 'room-uploads-full'
}

/** What the room knows of an upload that was begun. `isDone`: it is a message, and counts as nothing any more. */
export interface KnownUpload {
  kind: UploadKind
  bytes: number
  isDone: boolean
}

/**
 * Why an upload that is there does not count; undefined: it does, as so many bytes. Of another kind than what was begun under
 * its id, it is another upload, which nobody has let in.
 */
export function decideCount(
  known: KnownUpload | undefined,
  { kind, bytes }: Pick<UploadCount, 'kind' | 'bytes'>,
  room: UnderWay,
): 'unknown-upload' | 'room-uploads-full' | undefined {
  if (known === undefined || known.kind !== kind) return 'unknown-upload'
  return known.isDone || bytes <= known.bytes || fits(room, bytes - known.bytes) ? undefined : 'room-uploads-full'
}

/** Whether so many bytes more may come. */
const fits = ({ bytes }: UnderWay, more: number): boolean => bytes + more <= MAX_ROOM_UPLOAD_BYTES

/** The message as the outbox takes it over: its audio is stored, and the index and the log do not know it yet. */
export function storedMessage(
  { upload, clip: id, by, facts, file, forwarded }: FinishedMessage,
  nowMs: number,
): StoredTalk {
  const { checksum, key, ...measured } = file
  const startedAtMs = Math.min(file.startedAtMs, nowMs)
  const clip: Clip = { ...measured, id, startedAtMs, continues: null, source: 'message' }
  if (facts.replyTo !== null) clip.replyTo = facts.replyTo
  if (facts.burnDays !== null) clip.burnsAtMs = nowMs + facts.burnDays * DAY_MS
  if (forwarded) clip.forwarded = true
  const noPackets = { firstSlot: 0, endSlot: 0, runs: [], bytes: 0, ended: true, continues: null, sealed: true }
  return {
    ...noPackets,
    clip: id,
    session: `upload:${upload}`, // no session has a name like this, so no posted talk is taken for a part of it
    by,
    member: 0,
    state: 'stored',
    startedAtMs: nowMs, // its days count from here: what was recorded long ago has only just come
    arrivedAtMs: nowMs,
    dueAtMs: nowMs,
    attempts: 0,
    failingSinceMs: null,
    failure: null,
    made: { clip, checksum, key },
    entry: null,
    receipt: null,
  }
}
