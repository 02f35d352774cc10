/** Ogg's checksum against its definition, bit by bit. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { oggCrc } from '../../src/clips/ogg-crc.ts'

/** RFC 3533 §6: the generator polynomial, from the highest bit on. */
function byDefinition(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc < 0 ? 0x04c1_1db7 : 0)
  }
  return crc
}

it('is that of every byte by itself, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(64), (bytes, cut) => {
      const middle = Math.min(cut, bytes.length)
      const inTwo = oggCrc(oggCrc(0, bytes, 0, middle), bytes, middle, bytes.length)
      expect([oggCrc(0, bytes, 0, bytes.length), inTwo]).toEqual([byDefinition(bytes), byDefinition(bytes)])
    }),
  )
})
