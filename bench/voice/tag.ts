/** A payload's slot, written behind it: the decoder is told nothing else about where in the talk it is. */

const TAG_BYTES = 4

export function tagged(payload: Uint8Array, slot: number): Uint8Array {
  const bytes = new Uint8Array(payload.length + TAG_BYTES)
  bytes.set(payload)
  new DataView(bytes.buffer).setUint32(payload.length, slot)
  return bytes
}

export const slotOf = (payload: Uint8Array): number =>
  new DataView(payload.buffer, payload.byteOffset).getUint32(payload.length - TAG_BYTES)

export const untagged = (payload: Uint8Array): Uint8Array => payload.subarray(0, payload.length - TAG_BYTES)
