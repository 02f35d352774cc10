/** Upload-Checksum: an algorithm that is known, and a digest that could be its. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readChecksum } from '../../src/tus/checksum.ts'

const digestOf = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64')

describe('[U15] Upload-Checksum', () => {
  it('is read as in the protocol’s own example', () => {
    const digest = 'Kq5sNclPz7QV2+lfQIuc6R7oRu0='
    expect(readChecksum(`sha1 ${digest}`)).toEqual({ algorithm: 'sha1', digest })
  })

  it('need not be there', () => {
    expect(readChecksum(undefined)).toBeNull()
  })

  it.each([
    ['sha1', 20],
    ['sha256', 32],
    ['md5', 16],
  ] as const)('may be made by %s', (algorithm, bytes) => {
    expect(readChecksum(`${algorithm} ${digestOf(bytes)}`)).toEqual({ algorithm, digest: digestOf(bytes) })
  })

  it.each([
    '',
    'sha1',
    'sha1 ',
    `sha1  ${digestOf(20)}`,
    `sha1 ${digestOf(20)} x`,
    `SHA1 ${digestOf(20)}`,
    `crc32 ${digestOf(4)}`,
    `sha1 ${digestOf(19)}`,
    `md5 ${digestOf(20)}`,
    `sha1 ${'zz'.repeat(20)}`,
    `__proto__ ${digestOf(20)}`,
  ])('is none in "%s"', (header) => {
    expect(readChecksum(header)).toBeUndefined()
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => void readChecksum(header)))
  })
})
