/**
 * Upload-Concat (tus 1.0.0, "Concatenation"): whether an upload is a part, or joins parts, and the addresses of uploads that
 * stand in it. Absolute and relative ones name the same: what tells uploads apart is the id at the end.
 */

import { MAX_UPLOAD_PARTS } from '../protocol/limits.ts'
import type { UploadKind, UploadView } from './upload.ts'

export interface Concat {
  kind: UploadKind
  parts: string[]
}

/** Where all uploads are, on this server. */
export const UPLOADS_PATH = '/v1/uploads'

/** RFC 3986 §4.1, as far as it names one of ours; the id is 128 bits in base64url. Commas would part a list. */
const ADDRESS = /^(?:[^\s?#,]*\/)?uploads\/([A-Za-z0-9_-]{22})$/
const FINAL = /^final;(.*)$/

export const addressOf = (upload: string): string => `${UPLOADS_PATH}/${upload}`

/** Undefined: it says neither. No header: a whole upload. */
export function readConcat(header: string | undefined): Concat | undefined {
  if (header === undefined) return { kind: 'whole', parts: [] }
  if (header.trim() === 'partial') return { kind: 'partial', parts: [] }
  const addresses = FINAL.exec(header.trim())?.[1]?.match(/\S+/g) ?? []
  if (addresses.length > MAX_UPLOAD_PARTS) return undefined
  const parts = addresses.flatMap((address) => ADDRESS.exec(address)?.[1] ?? [])
  return parts.length === 0 || parts.length < addresses.length ? undefined : { kind: 'final', parts }
}

/** As a header again; undefined: a whole upload has none. */
export function writeConcat({ kind, parts }: Pick<UploadView, 'kind' | 'parts'>): string | undefined {
  if (kind === 'whole') return undefined
  return kind === 'partial' ? kind : `final;${parts.map(addressOf).join(' ')}`
}
