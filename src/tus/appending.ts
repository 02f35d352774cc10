/**
 * Bytes for an upload (tus 1.0.0, "PATCH"): the request read from its headers, and whether it is allowed where the upload
 * stands.
 */

import { MAX_UPLOAD_BYTES } from '../protocol/limits.ts'
import { readChecksum } from './checksum.ts'
import { readWords } from './message-facts.ts'
import { type Faulty, type HeaderOf, readCount, type TusFault } from './protocol.ts'
import type { AppendRequest, UploadRefusal, UploadView } from './upload.ts'

export function readAppend(
  header: HeaderOf,
): { ok: true; append: Omit<AppendRequest, 'person'> } | Faulty<TusFault | 'too-large' | 'not-a-clip-type'> {
  const atByte = readCount(header('upload-offset'))
  if (atByte === undefined) return { ok: false, reason: 'no-offset' }
  const said = header('upload-length')
  const lengthBytes = said === undefined ? null : readCount(said)
  if (lengthBytes === undefined) return { ok: false, reason: 'no-length' }
  if (lengthBytes !== null && lengthBytes > MAX_UPLOAD_BYTES) return { ok: false, reason: 'too-large' }
  const checksum = readChecksum(header('upload-checksum'))
  if (checksum === undefined) return { ok: false, reason: 'wrong-checksum-header' }
  // An empty one, which a proxy may add, takes nothing back.
  const metadata = header('upload-metadata')?.trim()
  const told = metadata ? readWords(metadata) : ({ ok: true, words: null } as const)
  if (!told.ok) return told
  const bodyBytes = readCount(header('content-length')) ?? null
  return { ok: true, append: { atByte, lengthBytes, checksum, bodyBytes, words: told.words } }
}

type Standing = Pick<UploadView, 'kind' | 'state' | 'offsetBytes' | 'lengthBytes'>

/**
 * Why an upload that stands so takes no such bytes; undefined: it does. A length that was said is said for good. What is
 * complete takes no bytes at its end, and that is no fault: somebody asks again. `isBooked`: its room has room for them.
 */
export function refusalOfAppend(
  { kind, state, offsetBytes, lengthBytes: known }: Standing,
  { atByte, lengthBytes: said }: Pick<AppendRequest, 'atByte' | 'lengthBytes'>,
  isBooked = true,
): UploadRefusal | undefined {
  if (kind === 'final') return 'not-allowed'
  if (state === 'refused') return 'upload-over'
  if (atByte !== offsetBytes) return 'wrong-offset'
  if (said !== null && said > MAX_UPLOAD_BYTES) return 'too-large'
  if (said !== null && (said < offsetBytes || said !== (known ?? said))) return 'wrong-length'
  return isBooked ? undefined : 'room-uploads-full'
}

/** How many more bytes it takes. */
export const roomLeft = ({ offsetBytes, lengthBytes }: Pick<UploadView, 'offsetBytes' | 'lengthBytes'>): number =>
  (lengthBytes ?? MAX_UPLOAD_BYTES) - offsetBytes
