/**
 * What an upload asks of others before it takes anything: its parts, how long they are; its room, whether there is room. Nobody is
 * waited for without an end: where no answer comes, the request fails, and is sent again.
 */

import type { CountAnswer } from '../src/archive/message-answers.ts'
import { MAX_UPLOAD_BYTES } from '../src/protocol/limits.ts'
import { bookedBytes } from '../src/tus/booking.ts'
import type { StoredUpload } from '../src/tus/stored-upload.ts'
import type { AppendRequest, NewUpload, UploadAnswer, UploadRefusal } from '../src/tus/upload.ts'
import { uploadName } from '../src/tus/upload-name.ts'
import { logFailure } from './failure-log.ts'
import { inTime } from './in-time.ts'

/** How long it will be, as far as that is known; or why it cannot be made. */
export async function lengthOf(
  { UPLOADS }: Pick<Env, 'UPLOADS'>,
  made: NewUpload,
): Promise<number | null | UploadRefusal> {
  const { kind, parts, by, room, lengthBytes } = made
  if (kind !== 'final') return lengthBytes !== null && lengthBytes > MAX_UPLOAD_BYTES ? 'too-large' : lengthBytes
  const asked = parts.map((part) => UPLOADS.getByName(uploadName(room, part)).lengthOfPart(by.person))
  const lengths = await Promise.all(asked.map((answer) => inTime<number | null>(answer)))
  if (lengths.includes(null)) return 'upload-incomplete'
  const bytes = lengths.reduce<number>((sum, length) => sum + (length ?? 0), 0)
  return bytes > MAX_UPLOAD_BYTES ? 'too-large' : bytes
}

/** Whether its room counts it, as so many bytes. Until it has said so the room would forget it. */
export const counted = (
  { ARCHIVES }: Pick<Env, 'ARCHIVES'>,
  { room, upload, kind }: NewUpload,
  bytes: number,
): Promise<CountAnswer> => inTime<CountAnswer>(ARCHIVES.getByName(room).countUpload({ upload, kind, bytes }))

/** The same with what comes by this request, as far as it says. The room is asked where that is more than the upload counts as. */
export async function countedAhead(
  env: Pick<Env, 'ARCHIVES'>,
  upload: StoredUpload,
  { lengthBytes, bodyBytes }: AppendRequest,
  hasBody: boolean,
): Promise<CountAnswer> {
  const comes = hasBody ? (bodyBytes ?? 0) : 0
  const measured = { kind: upload.kind, lengthBytes: upload.lengthBytes ?? lengthBytes }
  const bytes = bookedBytes(measured, upload.offsetBytes + comes)
  return bytes <= bookedBytes(upload, upload.offsetBytes) ? { ok: true } : counted(env, upload, bytes)
}

/**
 * The same of a body that does not say how much it brings: how many bytes there is room for from this one on, asked step by
 * step, ahead of them. None: the room is full.
 */
export function roomFor(
  env: Pick<Env, 'ARCHIVES'>,
  upload: StoredUpload,
  { bodyBytes }: Pick<AppendRequest, 'bodyBytes'>,
): (atByte: number) => number | Promise<number> {
  if (bodyBytes !== null || upload.lengthBytes !== null) return () => Number.POSITIVE_INFINITY
  let untilByte = bookedBytes(upload, upload.offsetBytes)
  return async (atByte) => {
    if (atByte < untilByte) return untilByte - atByte
    const bytes = bookedBytes(upload, atByte + 1)
    // It counts as all that it may have: what is more is too large, in whatever room.
    if (bytes === untilByte) return Number.POSITIVE_INFINITY
    if ((await counted(env, upload, bytes)).ok) untilByte = bytes
    return untilByte - atByte
  }
}

/** The room counts it as under way, and it is not; unless another request has made it meanwhile. */
export async function neverMade(
  { ARCHIVES }: Pick<Env, 'ARCHIVES'>,
  { room, upload }: NewUpload,
  reason: UploadRefusal,
): Promise<UploadAnswer> {
  const withdrawn = inTime(ARCHIVES.getByName(room).withdrawUpload(upload))
  await withdrawn.catch((error) => logFailure('withdraw-upload', error)) // the room forgets it within the hour
  return { ok: false, reason }
}
