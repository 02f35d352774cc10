/**
 * What the Archive answers about clips, and to whom: the words between it and the HTTP routes. Types alone.
 */

import type { AudioFault } from '../protocol/audio-message.ts'
import type { Clip } from '../protocol/clip.ts'
import type { Person } from '../protocol/fields.ts'
import type { Role } from '../protocol/roles.ts'
import type { EntryRefusal } from './admission.ts'
import type { Refused, TooFast } from './refused.ts'
import type { Unread } from './unread.ts'

/** Who asks, by a token that the Worker has checked. */
export interface Asker {
  person: string
  role: Role
  /** The mark of where they ask from; null where that is not known. */
  address?: string | null
}

export type ClipRefusal = EntryRefusal | 'unknown-clip' | 'clip-deleted'

/** Somebody who has listened to a clip. `uptoMs`: as far as that; absent: to all of it. */
export interface Listener extends Person {
  uptoMs?: number
}

/** `live`: it is still being spoken, or waits for its speaker. `storing`: it is over, and on its way to R2 and D1. */
export type ClipState = 'live' | 'storing' | 'ready'

export interface ClipDetails extends Clip {
  room: string
  by: Person
  state: ClipState
  /** SHA-256 of the stored file, in base64url; null before there is one. */
  checksum: string | null
  heardBy: Listener[]
}

/**
 * `asker` null: the bearer of a link to this very clip, which was made for `listener`. `brief`: without a waveform that
 * would have to be made. `toHear`: the audio is wanted, which who has had a burning message is refused.
 */
export interface ClipQuestion {
  clip: string
  asker: Asker | null
  listener?: string
  brief?: boolean
  toHear?: boolean
}

/** `key`: the object in R2, once it is there. */
export type ClipFinding = { ok: true; details: ClipDetails; key: string | null } | Refused<ClipRefusal | 'clip-burnt'>

export type UnreadAnswer = ({ ok: true } & Unread) | Refused<EntryRefusal>

/** First and last slot, both included, between which everything that was sent is stored. */
export interface KeptSlots {
  from: number
  to: number
}

export interface PostedTalk extends Asker {
  session: string
  /** Wire packets with speaker 0 (docs/protocol.md, W1). */
  bytes: Uint8Array
  /** The session is over: its open talk ends here. */
  end: boolean
}

export type PostRefusal =
  | 'unknown-room'
  | 'removed'
  | 'not-kept'
  | 'not-allowed'
  | 'silenced'
  | 'session-of-another'
  | 'unknown-session'
  | AudioFault

export type PostAnswer = { ok: true; kept: KeptSlots | null; stored: number } | Refused<PostRefusal> | TooFast

/** That a clip has been forgotten: by whom (null: its days were over), and whether every copy is gone yet. */
export interface Receipt {
  clip: string
  room: string
  forgottenAtMs: number
  by: Person | null
  complete: boolean
}

/** Which step failed last: writing the file, R2, or D1. */
export type OutboxFailure = 'clip' | 'storage' | 'index'

export interface OutboxItem {
  clip: string
  by: Person
  startedAtMs: number
  durationMs: number
  state: 'open' | 'sealed' | 'stored' | 'indexed'
  attempts: number
  nextAttemptAtMs: number | null
  failure: OutboxFailure | null
}

export interface Outbox {
  waiting: OutboxItem[]
  /** They have failed for a day, and are tried again now and then; one without a next attempt waits until an owner asks for it. */
  stuck: OutboxItem[]
}

/** What becomes of a row or an object that has lost its other half. */
export type Mending = 'known' | 'forgotten' | 'unknown'
