/**
 * The request that makes an upload (tus 1.0.0, "Creation", "Creation With Upload", "Concatenation"), read from its headers.
 */

import { MAX_UPLOAD_BYTES } from '../protocol/limits.ts'
import { readChecksum } from './checksum.ts'
import { type Concat, readConcat } from './concat.ts'
import { type MessageWishes, readWords } from './message-facts.ts'
import { type Faulty, type HeaderOf, readCount, type TusFault } from './protocol.ts'
import type { UploadChecksum } from './upload.ts'

export interface Creation extends Concat, MessageWishes {
  lengthBytes: number | null
  /** As it was sent. */
  metadata: string
  /** Of the bytes that come with it. */
  checksum: UploadChecksum | null
}

export type CreationFault = TusFault | 'too-large' | 'not-a-clip-type'

/** `hasBody`: its first bytes come with it. */
export function readCreation(
  header: HeaderOf,
  hasBody: boolean,
): { ok: true; creation: Creation } | Faulty<CreationFault> {
  const concat = readConcat(header('upload-concat'))
  if (concat === undefined) return { ok: false, reason: 'wrong-concat' }
  const length = concat.kind === 'final' ? lengthOfFinal(header, hasBody) : lengthOf(header)
  if (!length.ok) return length
  const said = readWords(header('upload-metadata'))
  if (!said.ok) return said
  const checksum = readChecksum(header('upload-checksum'))
  if (checksum === undefined) return { ok: false, reason: 'wrong-checksum-header' }
  return { ok: true, creation: { ...concat, ...said.words, lengthBytes: length.bytes, checksum } }
}

type Length = { ok: true; bytes: number | null } | Faulty<TusFault | 'too-large'>

function lengthOf(header: HeaderOf): Length {
  const said = header('upload-length')
  const deferred = header('upload-defer-length')
  if (said === undefined && deferred === '1') return { ok: true, bytes: null }
  const bytes = readCount(said)
  if (bytes === undefined || deferred !== undefined) return { ok: false, reason: 'no-length' }
  return bytes > MAX_UPLOAD_BYTES ? { ok: false, reason: 'too-large' } : { ok: true, bytes }
}

function lengthOfFinal(header: HeaderOf, hasBody: boolean): Length {
  const says = header('upload-length') !== undefined || header('upload-defer-length') !== undefined
  return says || hasBody ? { ok: false, reason: 'length-of-final' } : { ok: true, bytes: null }
}
