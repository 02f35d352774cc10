/**
 * Talk as it is posted: whole packets back to back, in portions that a thin line carries. A journal holds the same bytes.
 * Pure.
 */

import { behind, durationMsAt, faultAt, viewOf } from '../protocol/packet.ts'
import type { Bytes } from './uplink.ts'

/** 20 s of talk: few requests for what a line that was down has left, and each of them soon through. */
export const MAX_POST_BYTES = 64 * 1024

/** The packets at the beginning of `bytes`: a journal's end may be torn, and what follows that is nothing. */
export function wholePackets(bytes: Bytes): Bytes[] {
  const view = viewOf(bytes)
  const packets: Bytes[] = []
  for (let at = 0; at < bytes.length && faultAt(view, at) === undefined; at = behind(view, at)) {
    packets.push(bytes.subarray(at, behind(view, at)))
  }
  return packets
}

/** In portions to post, each of whole packets. */
export function portions(packets: readonly Bytes[]): Bytes[][] {
  const all: Bytes[][] = []
  let length = Number.POSITIVE_INFINITY
  for (const packet of packets) {
    length += packet.length
    if (length > MAX_POST_BYTES) {
      all.push([])
      length = packet.length
    }
    all.at(-1)?.push(packet)
  }
  return all
}

export const audioMsOf = (packets: readonly Bytes[]): number =>
  packets.reduce((sum, packet) => sum + durationMsAt(viewOf(packet), 0), 0)

export const bytesOf = (packets: readonly Bytes[]): number => packets.reduce((sum, { length }) => sum + length, 0)
