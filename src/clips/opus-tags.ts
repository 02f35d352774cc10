/**
 * The second packet of an Ogg Opus stream, read and written: its Vorbis comments (RFC 7845 §5.2).
 *
 *     0          8         12           +4        +4
 *     +----------+---------+------------+---------+---------+----------+---
 *     | OpusTags |  length | encoder …  |  count  |  length | NAME=…   | …   all numbers little-endian
 *     +----------+---------+------------+---------+---------+----------+---
 */

import { joinBytes } from '../protocol/join-bytes.ts'

const MAGIC = 'OpusTags'

/** `encoder`: what made the file. */
export function writeOpusTags(encoder: string, comments: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const texts = Object.entries(comments).map(([name, value]) => sized(`${name}=${value}`))
  return joinBytes([new TextEncoder().encode(MAGIC), sized(encoder), littleEndian(texts.length), ...texts])
}

function sized(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text)
  return joinBytes([littleEndian(bytes.length), bytes])
}

function littleEndian(number: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, number, true)
  return bytes
}

/** By name, in capitals; of a name that comes more than once, the first. undefined when `bytes` are no such packet. */
export function readOpusTags(bytes: Uint8Array): Record<string, string> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const tags: Record<string, string> = {}
  let at = MAGIC.length
  const number = () => {
    at += 4
    return at <= bytes.length ? view.getUint32(at - 4, true) : undefined
  }
  const text = () => {
    const length = number()
    if (length === undefined || length > bytes.length - at) return undefined
    at += length
    return new TextDecoder().decode(bytes.subarray(at - length, at))
  }
  if (new TextDecoder().decode(bytes.subarray(0, at)) !== MAGIC || text() === undefined) return undefined
  const count = number()
  if (count === undefined) return undefined
  for (let left = count; left > 0; left -= 1) {
    const comment = text()
    if (comment === undefined) return undefined
    const [name = '', ...value] = comment.split('=')
    tags[name.toUpperCase()] ??= value.join('=')
  }
  return tags
}
