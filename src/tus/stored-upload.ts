/**
 * An upload as its object stores it, and the one way through its states: from the first byte until it is a message, or
 * nothing. Pure.
 *
 * Next: durable-objects/upload-finish.ts
 */

import { EMPTY_UPLOAD_LIFE_MS, MAX_UPLOAD_LIFE_MS, UPLOAD_LIFE_MS } from '../protocol/limits.ts'
import type { AppendRequest, NewUpload, UploadState, UploadView } from './upload.ts'

/**
 * As the owner is told (src/tus/upload.ts), and four more: `written` is in R2, and the Archive does not know it yet; `joined`
 * is a part that a final upload is done with: its bytes are gone, and whoever asks is told that it was complete; `ending`
 * was taken back, or its time is over; `erasing` is the same where the room is gone, and nobody is left to tell.
 */
export type StoredState = UploadState | 'written' | 'joined' | 'ending' | 'erasing'

/** The file that it has become. */
export interface FinishedFile {
  startedAtMs: number
  durationMs: number
  waveform: number[]
  bytes: number
  /** SHA-256, in base64url. */
  checksum: string
  key: string
}

export interface StoredUpload extends NewUpload {
  state: StoredState
  /** Bytes that count. */
  offsetBytes: number
  /** When it was recorded, as far as that is believed: never later than it was made. */
  startedAtMs: number
  /** When what is left of it goes, unless it is on its way to the room. */
  expiresAtMs: number
  /** What is not complete goes then, whatever bytes still come. */
  endsAtMs: number
  /** When its next step is to be taken; null: none is. */
  dueAtMs: number | null
  attempts: number
  /** How many of them in a row ended without a word: the object went down in the middle. */
  crashes: number
  failingSinceMs: number | null
  /** Why it is no clip. */
  fault: string | null
  /** R2's id of the multipart upload that is being written; null: none is. */
  multipart: string | null
  /** From `written` on. */
  file: FinishedFile | null
  /** Number of its line of the log. */
  entry: number | null
}

/** The step that each state waits for; undefined: none. */
export const UPLOAD_STEP = {
  receiving: undefined,
  received: 'write',
  written: 'hand-over',
  stored: 'follow',
  announced: undefined,
  refused: 'dismiss',
  joined: 'dismiss',
  ending: 'end',
  erasing: 'end',
} as const satisfies Record<StoredState, string | undefined>

/** A sender that lost the last answer asks again within this, or not any more. As long as the room knows their message. */
export const ANNOUNCED_LIFE_MS = 30 * 86_400_000

/** It has just been made. `joinedBytes`: of a final one, what its parts come to. */
export function beginUpload(made: NewUpload, joinedBytes: number | null, nowMs: number): StoredUpload {
  const { recordedAtMs } = made.facts
  const isEmpty = made.kind !== 'final' && made.lengthBytes !== 0
  const begun: StoredUpload = {
    ...made,
    lengthBytes: joinedBytes ?? made.lengthBytes,
    state: 'receiving',
    offsetBytes: 0,
    startedAtMs: Math.min(recordedAtMs ?? nowMs, nowMs),
    expiresAtMs: nowMs + (isEmpty ? EMPTY_UPLOAD_LIFE_MS : UPLOAD_LIFE_MS),
    endsAtMs: nowMs + MAX_UPLOAD_LIFE_MS,
    ...settled(null),
    fault: null,
    multipart: null,
    file: null,
    entry: null,
  }
  return made.kind === 'final' ? received(begun, nowMs) : grown(begun, 0, nowMs)
}

/** What a request says with its bytes: how long it is in all, and what its author knows only now. */
export function told(
  upload: StoredUpload,
  { lengthBytes, words }: Pick<AppendRequest, 'lengthBytes' | 'words'>,
  nowMs: number,
): StoredUpload {
  const measured = { ...upload, lengthBytes: lengthBytes ?? upload.lengthBytes }
  if (words === null) return measured
  const { metadata, facts, name } = words
  const by = name === null ? upload.by : { ...upload.by, name }
  const startedAtMs = facts.recordedAtMs === null ? upload.startedAtMs : Math.min(facts.recordedAtMs, nowMs)
  return { ...measured, metadata, facts, by, startedAtMs }
}

/** Bytes of it are coming, though they may not count yet. */
export const fed = (upload: StoredUpload, nowMs: number): StoredUpload => ({
  ...upload,
  expiresAtMs: Math.min(nowMs + UPLOAD_LIFE_MS, upload.endsAtMs),
})

/** So many of its bytes count now. With the last of them it is `received`. */
export function grown(upload: StoredUpload, offsetBytes: number, nowMs: number): StoredUpload {
  const larger = { ...(offsetBytes > upload.offsetBytes ? fed(upload, nowMs) : upload), offsetBytes }
  return upload.state === 'receiving' && offsetBytes === upload.lengthBytes ? received(larger, nowMs) : larger
}

/** A part that is being joined: wanted for as long as whoever joins it goes on trying, but not for ever. */
export const wanted = (upload: StoredUpload, nowMs: number): StoredUpload => ({
  ...upload,
  expiresAtMs: Math.min(nowMs, upload.endsAtMs) + UPLOAD_LIFE_MS,
})

const received = (upload: StoredUpload, nowMs: number): StoredUpload => ({
  ...upload,
  state: 'received',
  dueAtMs: upload.kind === 'partial' ? null : nowMs,
})

/** Nothing of it has failed lately. */
const settled = (dueAtMs: number | null) => ({ dueAtMs, attempts: 0, crashes: 0, failingSinceMs: null })

/** Its step has been taken. */
export const advanced = (upload: StoredUpload, change: Partial<StoredUpload>, nowMs: number): StoredUpload => ({
  ...upload,
  ...settled(nowMs),
  ...change,
})

/** The whole file is in R2. */
export const written = (upload: StoredUpload, file: FinishedFile, nowMs: number): StoredUpload =>
  advanced(upload, { state: 'written', file, multipart: null, offsetBytes: file.bytes }, nowMs)

/** The Archive has it, and may have announced it: then a small record stays, for whoever lost the answer. */
export function handedOver(
  upload: StoredUpload,
  told: { state: 'stored' | 'announced'; entry: number | null },
  nowMs: number,
): StoredUpload {
  if (told.state === 'stored') return advanced(upload, { state: 'stored' }, nowMs)
  const expiresAtMs = nowMs + ANNOUNCED_LIFE_MS
  return { ...upload, state: 'announced', entry: told.entry, file: null, expiresAtMs, ...settled(null) }
}

export const refused = (upload: StoredUpload, fault: string, nowMs: number): StoredUpload =>
  advanced(upload, { state: 'refused', fault }, nowMs)

/**
 * Every deployment takes objects down, and with them whatever they are at. So many in a row, within a quarter of an hour, are
 * the bytes' doing or the platform's, and nobody can tell which: what may well play waits, and is tried every hour.
 */
const CRASHES_AT_ONCE = 12
const PARKED_MS = 3_600_000
/** For a week: then it is the bytes. */
export const MAX_CRASHES = CRASHES_AT_ONCE + (7 * 86_400_000) / PARKED_MS

/** Its step is about to be tried: counted before, since nobody is left to count behind one that takes the object down with it. */
export const tried = (upload: StoredUpload, againAtMs: number, nowMs: number): StoredUpload => ({
  ...upload,
  dueAtMs: upload.state === 'received' && upload.crashes >= CRASHES_AT_ONCE ? nowMs + PARKED_MS : againAtMs,
  attempts: upload.attempts + 1,
  crashes: upload.crashes + 1,
  failingSinceMs: upload.failingSinceMs ?? nowMs,
})

/** Its step has failed, and that was told: what it needed was out of reach. However often that happens, it is tried again. */
export const failed = (upload: StoredUpload, againAtMs: number): StoredUpload => ({
  ...upload,
  dueAtMs: againAtMs,
  crashes: 0,
})

/** Whether its bytes take the object down with them, whenever they are looked at. */
export const isDeadly = ({ state, crashes }: StoredUpload): boolean => state === 'received' && crashes >= MAX_CRASHES

export const isGone = ({ state }: StoredUpload): boolean => state === 'ending' || state === 'erasing'

/** Whether its owner can still take it back: what is in R2 is on its way to the room, and deleted there. */
export const isRevocable = (upload: StoredUpload): boolean => isUnfinished(upload) || upload.state === 'refused'

/** Whether nothing has come of it yet. */
export const isUnfinished = ({ state }: StoredUpload): boolean => state === 'receiving' || state === 'received'

export const isFinishedPart = ({ kind, state }: StoredUpload): boolean => kind === 'partial' && state === 'received'

/** Whether its time ends it: what is complete and no part is on its way, however long that takes. */
export function expires({ state, kind, dueAtMs }: StoredUpload): boolean {
  if (state === 'receiving' || state === 'announced') return true
  const isDismissed = (state === 'refused' || state === 'joined') && dueAtMs === null
  return isDismissed || (state === 'received' && kind === 'partial')
}

/** When something is to be done about it next; infinity: never. */
export function nextAtMs(upload: StoredUpload): number {
  const dueAtMs = upload.dueAtMs ?? Number.POSITIVE_INFINITY
  return expires(upload) ? Math.min(dueAtMs, upload.expiresAtMs) : dueAtMs
}

export const isExpired = (upload: StoredUpload, nowMs: number): boolean =>
  expires(upload) && upload.expiresAtMs <= nowMs

/** Whether it is as far as its sender waits for; what is refused gets no further, nor does a part. */
export function isAnswered({ state, kind, facts }: StoredUpload): boolean {
  if (state === 'stored') return facts.ack === 'stored'
  return kind === 'partial' || (state !== 'received' && state !== 'written')
}

export function viewOf(upload: StoredUpload): UploadView {
  const { kind, parts, clip, offsetBytes, lengthBytes, concat, metadata, state, entry, expiresAtMs } = upload
  return { kind, parts, clip, offsetBytes, lengthBytes, concat, metadata, state: shownAs(state), entry, expiresAtMs }
}

/** What whoever is refused something about it is told of it. */
export const standing = (upload: StoredUpload): { upload: UploadView; fault?: string } => ({
  upload: viewOf(upload),
  ...(upload.fault !== null && { fault: upload.fault }),
})

const shownAs = (state: StoredState): UploadState => {
  if (state === 'written' || state === 'joined') return 'received'
  return state === 'ending' || state === 'erasing' ? 'refused' : state
}
