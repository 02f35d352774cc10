/**
 * One page of an Ogg file (RFC 3533 §6), written and read. Every offset of a page lives in this file; what the packets in it
 * are is Opus's matter (RFC 7845) and not looked at. Pure; nothing here throws on bytes of a stranger.
 *
 *     0      4   5   6                 14        18        22        26        27
 *     +------+---+---+-----------------+---------+---------+---------+---------+---------+------
 *     | OggS | 0 | f | granule position|  serial | number  |   CRC   | lacings | lacing… | body…
 *     +------+---+---+-----------------+---------+---------+---------+---------+---------+------
 *
 * All numbers little-endian.
 */

import { oggCrc } from './ogg-crc.ts'

const FLAGS_AT = 5
const GRANULE_AT = 6
const SERIAL_AT = 14
const NUMBER_AT = 18
const CRC_AT = 22
const LACINGS_AT = 26
const HEADER_BYTES = 27

/** 'OggS' as a little-endian number, and version 0 behind it. */
const CAPTURE = 0x5367_674f
const CAPTURE_BYTES = Uint8Array.of(...new TextEncoder().encode('OggS'), 0)
/** Flags of a page: it goes on with a packet, is the first of its stream, is the last. */
export const CONTINUED = 1
export const FIRST = 2
export const LAST = 4
/** Granule position of a page on which no packet ends. */
export const NO_GRANULE = -1
/** RFC 3533 §5: a lacing of 255 goes on in the next one. */
export const FULL_LACING = 255
export const MAX_LACINGS = 255
/** RFC 3533 §6: as many lacings as there can be, all of them full. */
export const MAX_PAGE_BYTES = HEADER_BYTES + MAX_LACINGS + MAX_LACINGS * FULL_LACING

export interface Page {
  flags: number
  granule: number
  serial: number
  number: number
  lacings: Uint8Array
  body: Uint8Array
  /** All of the page, a view of where it was read from. */
  bytes: Uint8Array
}

/** Lacings that a packet of `bytes` takes: one for each 255 bytes, and one that is shorter. */
export const lacingsOf = (bytes: number): number => Math.floor(bytes / FULL_LACING) + 1

/** A page of whole packets, which together take no more than `MAX_LACINGS`. */
export function writePage(page: Omit<Page, 'lacings' | 'body' | 'bytes'>, packets: readonly Uint8Array[]) {
  const lacings = packets.flatMap(({ length }) => [
    ...new Array<number>(lacingsOf(length) - 1).fill(FULL_LACING),
    length % FULL_LACING,
  ])
  const bodyAt = HEADER_BYTES + lacings.length
  const bytes = new Uint8Array(packets.reduce((sum, { length }) => sum + length, bodyAt))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, CAPTURE, true)
  view.setUint8(FLAGS_AT, page.flags)
  view.setBigInt64(GRANULE_AT, BigInt(page.granule), true)
  view.setUint32(SERIAL_AT, page.serial, true)
  view.setUint32(NUMBER_AT, page.number, true)
  view.setUint8(LACINGS_AT, lacings.length)
  bytes.set(lacings, HEADER_BYTES)
  let at = bodyAt
  for (const packet of packets) {
    bytes.set(packet, at)
    at += packet.length
  }
  stampChecksum(bytes)
  return bytes
}

/** Writes the checksum of a page into it. */
export const stampChecksum = (page: Uint8Array): void => viewOf(page).setUint32(CRC_AT, crcOf(page), true)

/** How long the page is that `begun` begins, as far as that tells: never more than it will be. undefined: it begins none. */
export function pageBytesOf(begun: Uint8Array): number | undefined {
  if (CAPTURE_BYTES.some((byte, at) => at < begun.length && begun[at] !== byte)) return undefined
  if (begun.length < HEADER_BYTES) return HEADER_BYTES
  const bodyAt = HEADER_BYTES + (begun[LACINGS_AT] as number)
  if (begun.length < bodyAt) return bodyAt
  return begun.subarray(HEADER_BYTES, bodyAt).reduce((sum, lacing) => sum + lacing, bodyAt)
}

/** The page at byte `at`; undefined when there is none, it is cut off, or its checksum is wrong. */
export function readPage(file: Uint8Array, at: number): Page | undefined {
  if (file.length - at < HEADER_BYTES) return undefined
  const view = viewOf(file.subarray(at))
  if (view.getUint32(0, true) !== CAPTURE || view.getUint8(FLAGS_AT - 1) !== 0) return undefined
  const bodyAt = at + HEADER_BYTES + view.getUint8(LACINGS_AT)
  const lacings = file.subarray(at + HEADER_BYTES, bodyAt)
  const end = lacings.reduce((sum, lacing) => sum + lacing, bodyAt)
  if (end > file.length) return undefined
  const bytes = file.subarray(at, end)
  if (view.getUint32(CRC_AT, true) !== crcOf(bytes)) return undefined
  return {
    flags: view.getUint8(FLAGS_AT),
    granule: Number(view.getBigInt64(GRANULE_AT, true)),
    serial: view.getUint32(SERIAL_AT, true),
    number: view.getUint32(NUMBER_AT, true),
    lacings,
    body: file.subarray(bodyAt, end),
    bytes,
  }
}

/** The pages at the start of `file`, up to the first that is none. */
export function* pagesIn(file: Uint8Array): Generator<Page> {
  for (let at = 0, page = readPage(file, 0); page !== undefined; page = readPage(file, at)) {
    at += page.bytes.length
    yield page
  }
}

/** Gives every page of a file of ours the serial number `serial`, in place. */
export function stampSerial(file: Uint8Array, serial: number): void {
  for (const { bytes } of pagesIn(file)) {
    viewOf(bytes).setUint32(SERIAL_AT, serial, true)
    stampChecksum(bytes)
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

const FIELD_AS_ZERO = new Uint8Array(LACINGS_AT - CRC_AT)

/** Of a whole page, its own field counted as zero. */
function crcOf(page: Uint8Array): number {
  const before = oggCrc(0, page, 0, CRC_AT)
  const field = oggCrc(before, FIELD_AS_ZERO, 0, FIELD_AS_ZERO.length)
  return oggCrc(field, page, LACINGS_AT, page.length) >>> 0
}
