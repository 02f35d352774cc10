/**
 * Packets on their way from the Archive: a stream between objects keeps the bytes and their order, not where one chunk
 * ends and the next begins. Puts each packet together again before it is passed on.
 */

import { behind, HEADER_BYTES, viewOf } from '../protocol/packet.ts'

/** Chunks of any length in; chunks of whole packets out, as soon as they are whole. What is cut off at the end is dropped. */
export function wholePackets(): TransformStream<Uint8Array, Uint8Array> {
  let rest: Uint8Array = new Uint8Array()
  return new TransformStream({
    transform(chunk, out) {
      const bytes = rest.length === 0 ? chunk : joined(rest, chunk)
      const end = endOfPackets(bytes)
      if (end > 0) out.enqueue(bytes.subarray(0, end))
      rest = bytes.slice(end)
    },
  })
}

/** The offset behind the last packet that is there whole. */
function endOfPackets(bytes: Uint8Array): number {
  const view = viewOf(bytes)
  let at = 0
  while (at + HEADER_BYTES <= bytes.length && behind(view, at) <= bytes.length) at = behind(view, at)
  return at
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}
