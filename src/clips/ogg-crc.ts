/**
 * The checksum of Ogg pages (RFC 3533 §6): CRC-32 of polynomial 0x04c11db7, not reflected. Eight bytes at a time by eight
 * tables (Kounavis and Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation"): an upload of 100 MB
 * is checked while its sender waits, and byte by byte that takes five times as long.
 */

const POLYNOMIAL = 0x04c1_1db7
const STRIDE = 8

/** What a byte does to the CRC when so many zero bytes follow it: row by row of 256. */
const TABLE = new Int32Array(STRIDE * 256)
for (let byte = 0; byte < 256; byte += 1) {
  let crc = byte << 24
  for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc < 0 ? POLYNOMIAL : 0)
  TABLE[byte] = crc
}
for (let at = 256; at < TABLE.length; at += 1) {
  const before = TABLE[at - 256] as number
  TABLE[at] = (before << 8) ^ (TABLE[before >>> 24] as number)
}

/** Goes on with `crc` (0 at first) over the bytes from one place to another. */
export function oggCrc(crc: number, bytes: Uint8Array, from: number, to: number): number {
  const read = (at: number) => bytes[at] as number
  const by = (zeros: number, byte: number) => TABLE[256 * zeros + byte] as number
  let at = from
  let rest = crc
  for (; at + STRIDE <= to; at += STRIDE) {
    rest ^= (read(at) << 24) | (read(at + 1) << 16) | (read(at + 2) << 8) | read(at + 3)
    const first = by(7, rest >>> 24) ^ by(6, (rest >>> 16) & 0xff) ^ by(5, (rest >>> 8) & 0xff) ^ by(4, rest & 0xff)
    rest = first ^ by(3, read(at + 4)) ^ by(2, read(at + 5)) ^ by(1, read(at + 6)) ^ by(0, read(at + 7))
  }
  for (; at < to; at += 1) rest = (rest << 8) ^ by(0, (rest >>> 24) ^ read(at))
  return rest
}
