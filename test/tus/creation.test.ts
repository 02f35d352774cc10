/** The request that makes an upload. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_UPLOAD_BYTES } from '../../src/protocol/limits.ts'
import { addressOf } from '../../src/tus/concat.ts'
import { readCreation } from '../../src/tus/creation.ts'
import { TUS_FAULTS } from '../../src/tus/protocol.ts'
import { asked, ID, metadataOf, OTHER } from './requests.ts'

const read = (headers: Record<string, string>, hasBody = false) => readCreation(asked(headers), hasBody)

describe('[U10] a creation', () => {
  it('says a length, as in the protocol’s own example', () => {
    const metadata = 'filename d29ybGRfZG9taW5hdGlvbl9wbGFuLnBkZg==,is_confidential'
    expect(read({ 'Upload-Length': '100', 'Upload-Metadata': metadata })).toMatchObject({
      ok: true,
      creation: { kind: 'whole', parts: [], lengthBytes: 100, metadata, checksum: null, message: null },
    })
  })

  it('may leave the length for later', () => {
    expect(read({ 'Upload-Defer-Length': '1' })).toMatchObject({ ok: true, creation: { lengthBytes: null } })
  })

  it.each([
    ['neither', {}],
    ['both', { 'Upload-Length': '5', 'Upload-Defer-Length': '1' }],
    ['another deferral', { 'Upload-Defer-Length': '0' }],
    ['a length below nothing', { 'Upload-Length': '-1' }],
    ['a length in hexadecimal', { 'Upload-Length': '0x10' }],
    ['a length of two headers', { 'Upload-Length': '5, 5' }],
    ['an empty length', { 'Upload-Length': '' }],
  ])('is refused with %s', (_, headers) => {
    expect(read(headers)).toEqual({ ok: false, reason: 'no-length' })
  })

  it('is no larger than the largest upload', () => {
    expect(read({ 'Upload-Length': String(MAX_UPLOAD_BYTES) }).ok).toBe(true)
    expect(read({ 'Upload-Length': String(MAX_UPLOAD_BYTES + 1) })).toEqual({ ok: false, reason: 'too-large' })
    expect(read({ 'Upload-Length': '999999999999999' })).toEqual({ ok: false, reason: 'too-large' })
  })

  it.each([
    ['Upload-Metadata', 'a Zg', 'wrong-metadata'],
    ['Upload-Metadata', metadataOf({ filetype: 'audio/wav' }), 'not-a-clip-type'],
    ['Upload-Metadata', metadataOf({ burn: '99' }), 'wrong-burn'],
    ['Upload-Concat', 'parts', 'wrong-concat'],
    ['Upload-Checksum', 'crc32 AAAA', 'wrong-checksum-header'],
  ])('is refused with %s "%s"', (name, value, reason) => {
    expect(read({ 'Upload-Length': '5', [name]: value })).toEqual({ ok: false, reason })
  })

  it('[U16] joins parts without saying a length', () => {
    const concat = `final;${addressOf(ID)} ${addressOf(OTHER)}`
    expect(read({ 'Upload-Concat': concat })).toMatchObject({
      ok: true,
      creation: { kind: 'final', parts: [ID, OTHER] },
    })
    expect(read({ 'Upload-Concat': concat, 'Upload-Length': '9' })).toEqual({ ok: false, reason: 'length-of-final' })
    expect(read({ 'Upload-Concat': concat, 'Upload-Defer-Length': '1' }).ok).toBe(false)
    expect(read({ 'Upload-Concat': concat }, true)).toEqual({ ok: false, reason: 'length-of-final' })
  })

  it('is read or refused for a reason, whatever its headers say', () => {
    const names = ['upload-length', 'upload-defer-length', 'upload-metadata', 'upload-concat', 'upload-checksum']
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('1', '5', 'partial', 'sha1 x', 'final;x'))
    const reasons = [...Object.keys(TUS_FAULTS), 'too-large', 'not-a-clip-type']
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), fc.boolean(), (headers, hasBody) => {
        const reading = read(headers, hasBody)
        if (!reading.ok) expect(reasons).toContain(reading.reason)
      }),
    )
  })
})
