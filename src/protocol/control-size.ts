/**
 * The size limit of control messages, and how lists keep to it (docs/protocol.md, C5 and C7).
 */

import { MAX_CONTROL_BYTES } from './limits.ts'

/** What `{"type":"joined","members":[]}` and its like need beside the items. */
const ENVELOPE_BYTES = 128

/** UTF-8 length of a well-formed string (RFC 3629 §3), without encoding it. */
export function utf8Bytes(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff)) bytes += 2
    else if (unit >= 0x80) bytes += 1 // two bytes in all, or half of a surrogate pair's four
  }
  return bytes
}

/** The longest beginning of `text` that has at most `bytes` in UTF-8 and ends with a whole character. */
export function cutToUtf8Bytes(text: string, bytes: number): string {
  let cut = ''
  let left = bytes
  for (const character of text) {
    left -= utf8Bytes(character)
    if (left < 0) break
    cut += character
  }
  return cut
}

/** Splits `items` into runs whose messages stay within the limit; no run is empty. One item always fits by its schema. */
export function runsThatFit<T>(items: readonly T[]): T[][] {
  const runs: T[][] = []
  let roomLeft = 0
  for (const item of items) {
    const size = utf8Bytes(JSON.stringify(item)) + 1
    if (size > roomLeft || runs.length === 0) {
      runs.push([])
      roomLeft = MAX_CONTROL_BYTES - ENVELOPE_BYTES
    }
    runs.at(-1)?.push(item)
    roomLeft -= size
  }
  return runs
}
