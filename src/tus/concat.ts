/**
 * Upload-Concat (tus 1.0.0, "Concatenation"): whether an upload is a part, or joins parts, and the addresses of uploads that
 * stand in it. Absolute and relative ones name the same: what tells uploads apart is the id at the end.
 */

import { MAX_UPLOAD_PARTS } from '../protocol/limits.ts'
import { HEADER_TEXT } from './protocol.ts'
import type { UploadKind } from './upload.ts'

export interface Concat {
  kind: UploadKind
  parts: string[]
  /** As it was sent, since that is what is answered; empty: a whole upload. */
  concat: string
}

/** Where all uploads are, on this server. */
export const UPLOADS_PATH = '/v1/uploads'

/** RFC 3986 §4.1, as far as it names one of ours; the id is 128 bits in base64url. Commas would part a list. */
const ADDRESS = /^(?:[^\s?#,]*\/)?uploads\/([A-Za-z0-9_-]{22})$/
const FINAL = /^final;(.*)$/

export const addressOf = (upload: string): string => `${UPLOADS_PATH}/${upload}`

/** Undefined: it says neither. No header: a whole upload. */
export function readConcat(header: string | undefined): Concat | undefined {
  const concat = header?.trim() ?? ''
  if (header === undefined) return { kind: 'whole', parts: [], concat }
  if (concat === 'partial') return { kind: 'partial', parts: [], concat }
  const addresses = HEADER_TEXT.test(concat) ? (FINAL.exec(concat)?.[1]?.match(/\S+/g) ?? []) : []
  if (addresses.length > MAX_UPLOAD_PARTS) return undefined
  const parts = addresses.flatMap((address) => ADDRESS.exec(address)?.[1] ?? [])
  return parts.length === 0 || parts.length < addresses.length ? undefined : { kind: 'final', parts, concat }
}
