/**
 * Ogg Opus files of any length, the same for the same seed: well-formed from the first page to the last, noise to the ear.
 * Knows no platform: for tests in Node and in workerd, and for benches.
 */

import { FIRST, LAST, lacingsOf, MAX_LACINGS, writePage } from '../../src/clips/ogg-page.ts'
import { GRANULES_PER_MS, LOOK_AHEAD_GRANULES, writeOpusHead } from '../../src/clips/opus-head.ts'
import { seededRandom } from './tone.ts'

const PACKET_MS = 20
/** RFC 6716 §3.1: one stereo CELT frame of 20 ms, full band. */
const TOC = (31 << 3) | 4
/** RFC 6716 §2.1.1: 510 kb/s, the most that Opus takes. */
export const LOUDEST_BYTES = 1_275
/** 32 kb/s: speech. */
export const SPEECH_BYTES = 80

export interface OpusFileOptions {
  packets: number
  packetBytes?: number
  seed?: number
  /** Packets on a page: 50 are a second, as a recorder writes them. */
  perPage?: number
}

/** The pages of a file, one after another: as a recorder makes them. */
export function* opusPages({ packets, packetBytes = SPEECH_BYTES, seed = 1, perPage = 50 }: OpusFileOptions) {
  const random = seededRandom(seed)
  const serial = Math.floor(random() * 2 ** 32)
  const most = Math.max(1, Math.min(perPage, Math.floor(MAX_LACINGS / lacingsOf(packetBytes))))
  const head = writeOpusHead({ channels: 2, preSkip: LOOK_AHEAD_GRANULES })
  yield writePage({ flags: FIRST, granule: 0, serial, number: 0 }, [head])
  yield writePage({ flags: 0, granule: 0, serial, number: 1 }, [tags()])
  for (let at = 0, number = 2; at < packets; at += most, number += 1) {
    const until = Math.min(packets, at + most)
    const some = Array.from({ length: until - at }, () => payload(packetBytes, random))
    const granule = until * PACKET_MS * GRANULES_PER_MS
    yield writePage({ flags: until === packets ? LAST : 0, granule, serial, number }, some)
  }
}

export function opusFile(options: OpusFileOptions): Uint8Array<ArrayBuffer> {
  return joined([...opusPages(options)])
}

/** The loudest file that has no more bytes than this, and hardly fewer. */
export function largestOpusFile(maxBytes: number, seed = 1): Uint8Array<ArrayBuffer> {
  // Each packet has its TOC and its lacings, and shares a page's header of 27 bytes with 41 others; the two first pages are short.
  const packets = Math.floor(maxBytes / (1 + LOUDEST_BYTES + lacingsOf(LOUDEST_BYTES) + 1)) - 2
  return opusFile({ packets, packetBytes: LOUDEST_BYTES, seed })
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function payload(bytes: number, random: () => number): Uint8Array {
  const packet = new Uint8Array(bytes + 1 > LOUDEST_BYTES ? LOUDEST_BYTES + 1 : bytes)
  const words = new Uint32Array(packet.buffer, 0, Math.floor(packet.length / 4))
  for (let at = 0; at < words.length; at += 1) words[at] = random() * 2 ** 32
  packet[0] = TOC
  return packet
}

/** RFC 7845 §5.2: who wrote it, and no comments. */
function tags(): Uint8Array {
  const vendor = 'Earshot'
  const bytes = new Uint8Array(8 + 4 + vendor.length + 4)
  new TextEncoder().encodeInto('OpusTags', bytes)
  new DataView(bytes.buffer).setUint32(8, vendor.length, true)
  new TextEncoder().encodeInto(vendor, bytes.subarray(12))
  return bytes
}
