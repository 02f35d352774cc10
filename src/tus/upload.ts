/**
 * An upload, as the Worker, its object and the room's Archive speak of it: tus 1.0.0 on the outside, a voice message in
 * the end. Types alone. Pure.
 */

import type { ClipMoment } from '../protocol/clip.ts'
import type { Person } from '../protocol/fields.ts'
import type { Role } from '../protocol/roles.ts'

/** `whole` becomes a message, `partial` holds bytes for one, `final` joins partials into one (tus 1.0.0, "Concatenation"). */
export type UploadKind = 'whole' | 'partial' | 'final'

/**
 * `receiving` wants bytes; `received` has them all; `stored` is in R2, and the room's Archive sees to the rest; `announced`
 * is in the log; `refused` was no clip, and nothing of it is kept.
 */
export type UploadState = 'receiving' | 'received' | 'stored' | 'announced' | 'refused'

/** How far a message has to be for its sender to be answered. */
export type MessageAck = 'stored' | 'indexed'

/** What the sender says of a message. None of it decides whether it plays. */
export interface MessageFacts {
  recordedAtMs: number | null
  /** Of the form of a clip's, or null. */
  waveform: number[] | null
  replyTo: ClipMoment | null
  burnDays: number | null
  ack: MessageAck
}

/** What is said of a message with bytes of it, in place of what was said before. */
export interface MessageWords {
  /** Upload-Metadata as it was sent. */
  metadata: string
  facts: MessageFacts
  /** The name to show; null: the one that is known. */
  name: string | null
}

export interface NewUpload {
  upload: string
  room: string
  by: Person
  role: Role
  /** The id of the clip that it becomes; a partial one's is never used. */
  clip: string
  kind: UploadKind
  /** Of a final one: the uploads that it joins, in order. */
  parts: string[]
  /** Null: it is told later, with the last bytes or before. */
  lengthBytes: number | null
  /** Upload-Concat as it was sent; empty: a whole one has none. */
  concat: string
  /** Upload-Metadata as it was sent. */
  metadata: string
  facts: MessageFacts
}

/** An upload as its owner is told of it. */
export interface UploadView {
  kind: UploadKind
  parts: string[]
  clip: string
  offsetBytes: number
  lengthBytes: number | null
  concat: string
  metadata: string
  state: UploadState
  /** Number of its line of the log, once it is announced. */
  entry: number | null
  expiresAtMs: number
}

/** Upload-Checksum: what the body's bytes have to add up to. */
export interface UploadChecksum {
  algorithm: 'sha1' | 'sha256' | 'md5'
  /** Base64, as it was sent. */
  digest: string
}

export interface AppendRequest {
  person: string
  atByte: number
  /** Upload-Length, where it is told with these bytes. */
  lengthBytes: number | null
  checksum: UploadChecksum | null
  /** How many bytes come, where the request says so. */
  bodyBytes: number | null
  /** Null: nothing new is said of the message. */
  words: MessageWords | null
}

export type UploadRefusal =
  | 'unknown-upload'
  | 'wrong-offset'
  | 'wrong-checksum'
  | 'wrong-length'
  | 'too-large'
  | 'timed-out'
  | 'room-uploads-full'
  | 'upload-incomplete'
  | 'upload-over'
  | 'not-a-clip'
  | 'not-allowed'

/** `fault`: why the bytes are no clip. */
export type UploadAnswer =
  | { ok: true; upload: UploadView }
  | { ok: false; reason: UploadRefusal; fault?: string; upload?: UploadView }
