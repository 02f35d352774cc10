/**
 * The second packet of an Ogg Opus stream, read: its Vorbis comments (RFC 7845 §5.2).
 *
 *     0          8         12           +4        +4
 *     +----------+---------+------------+---------+---------+----------+---
 *     | OpusTags |  length | encoder …  |  count  |  length | NAME=…   | …   all numbers little-endian
 *     +----------+---------+------------+---------+---------+----------+---
 */

const MAGIC = 'OpusTags'

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
