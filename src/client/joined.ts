/** Packets as one piece of bytes: a message, a post, a journal. Pure. */

/** A packet that is alone is not copied. */
export function joined(packets: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [only] = packets
  if (only !== undefined && packets.length === 1) return only
  const bytes = new Uint8Array(packets.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const packet of packets) {
    bytes.set(packet, at)
    at += packet.length
  }
  return bytes
}
