/**
 * Upload-Metadata (tus 1.0.0, "Creation"): keys, each with a value in Base64 or with none. It is given back as it was sent,
 * so nothing that would not be a header again is taken.
 */

import { readBase64, readUtf8 } from './base64.ts'
import { HEADER_TEXT } from './protocol.ts'

export type Metadata = ReadonlyMap<string, Uint8Array>

/** Undefined: it is no metadata. No header at all, or an empty one, is metadata without keys. */
export function readMetadata(header: string | undefined): Metadata | undefined {
  const text = (header ?? '').trim()
  const metadata = new Map<string, Uint8Array>()
  if (text === '') return metadata
  if (!HEADER_TEXT.test(text)) return undefined
  for (const pair of text.split(',')) {
    const [key = '', value = '', ...more] = pair.trim().split(' ')
    const bytes = readBase64(value)
    if (key === '' || metadata.has(key) || bytes === undefined || more.length > 0) return undefined
    metadata.set(key, bytes)
  }
  return metadata
}

/** The text of a key's value; undefined: there is none, or it is no text. */
export function textOf(metadata: Metadata, key: string): string | undefined {
  const bytes = metadata.get(key)
  return bytes === undefined ? undefined : readUtf8(bytes)
}
