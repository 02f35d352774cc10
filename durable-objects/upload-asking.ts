/**
 * What an upload asks of others before it takes anything: its parts, how long they are; its room, whether there is room. Nobody is
 * waited for without an end: where no answer comes, the request fails, and is sent again.
 */

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

/** Whether the room has room for what comes with this request, as far as it says. It is asked where that is more than the upload counts as. */
export async function booked(
  { ARCHIVES }: Pick<Env, 'ARCHIVES'>,
  upload: StoredUpload,
  { lengthBytes, bodyBytes }: AppendRequest,
  hasBody: boolean,
): Promise<boolean> {
  const comes = hasBody ? (bodyBytes ?? 0) : 0
  const measured = { kind: upload.kind, lengthBytes: upload.lengthBytes ?? lengthBytes }
  const bytes = bookedBytes(measured, upload.offsetBytes + comes)
  if (bytes <= bookedBytes(upload, upload.offsetBytes)) return true
  return inTime<boolean>(ARCHIVES.getByName(upload.room).bookUpload(upload.upload, bytes))
}

/** The same of a body that does not say how much it brings: asked step by step, ahead of what comes. */
export function bookingFor(
  { ARCHIVES }: Pick<Env, 'ARCHIVES'>,
  upload: StoredUpload,
  { bodyBytes }: Pick<AppendRequest, 'bodyBytes'>,
): (untilByte: number) => Promise<boolean> {
  const endByte = upload.offsetBytes + (bodyBytes ?? MAX_UPLOAD_BYTES)
  let countsAs = bookedBytes(upload, upload.offsetBytes + (bodyBytes ?? 0))
  return async (untilByte) => {
    const bytes = bookedBytes(upload, Math.min(untilByte, endByte))
    if (bytes <= countsAs) return true
    const isThere = await inTime<boolean>(ARCHIVES.getByName(upload.room).bookUpload(upload.upload, bytes))
    if (isThere) countsAs = bytes
    return isThere
  }
}

/** The room knows that it is there. Until then it would forget it. */
export const confirmed = ({ ARCHIVES }: Pick<Env, 'ARCHIVES'>, { room, upload }: NewUpload): Promise<void> =>
  inTime<void>(ARCHIVES.getByName(room).confirmUpload(upload))

/** The room counts it as under way, and it is not. */
export async function neverMade(
  { ARCHIVES }: Pick<Env, 'ARCHIVES'>,
  { room, upload }: NewUpload,
  reason: UploadRefusal,
): Promise<UploadAnswer> {
  const ended = inTime(ARCHIVES.getByName(room).endUpload(upload))
  await ended.catch((error) => logFailure('end-upload', error)) // the room forgets it within the hour
  return { ok: false, reason }
}
