/**
 * What is said between an upload and the Archive of the room that its message goes to. Types alone.
 */

import type { Person } from '../protocol/fields.ts'
import type { MessageFacts, UploadKind } from '../tus/upload.ts'
import type { EntryRefusal } from './admission.ts'
import type { Asker } from './clip-answers.ts'
import type { Refused, TooFast } from './refused.ts'

/** Somebody is about to upload. */
export interface UploadRequest {
  asker: Asker
  /** The name to show; null: the one that is known. */
  name: string | null
  upload: string
  /** Their own id of the message: the same one again is the same upload. */
  message: string | null
  kind: UploadKind
  /** What it counts as, of the bytes that a room may have under way (src/tus/booking.ts). */
  bytes: number
}

/** `upload`: the one to use, which may be an earlier one of the same message. */
export type UploadGrant =
  | { ok: true; upload: string; clip: string; by: Person }
  | Refused<EntryRefusal | 'not-allowed' | 'silenced' | 'too-many-uploads' | 'room-uploads-full'>
  | TooFast

/** An upload is there, and says what it counts as from now on: its object's own word, whatever was said when it was begun. */
export type UploadCount = Pick<UploadRequest, 'upload' | 'kind' | 'bytes'>

/** Refused: the room knows no such upload, or not any more; or it has no room for so many bytes. */
export type CountAnswer = { ok: true } | Refused<'unknown-upload' | 'room-uploads-full'>

/** A message whose audio is in R2. */
export interface FinishedMessage {
  upload: string
  clip: string
  by: Person
  facts: MessageFacts
  /** It was said elsewhere, and passed on. */
  forwarded?: boolean
  file: StoredFile
}

/** What is known of its audio. */
export interface StoredFile {
  startedAtMs: number
  durationMs: number
  waveform: number[]
  bytes: number
  /** SHA-256, in base64url. */
  checksum: string
  key: string
}

/**
 * `entry`: its number in the log, once it is announced. Refused: there is no such room, it was deleted meanwhile, a
 * moderator has removed or muted its sender since they began it, or it is a forward that was taken back.
 */
export type MessageAnswer =
  | { ok: true; state: 'stored' | 'announced'; entry: number | null }
  | Refused<'unknown-room' | 'unknown-upload' | 'clip-deleted' | 'removed' | 'silenced' | 'not-allowed'>
