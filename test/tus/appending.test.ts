/** Bytes for an upload: the request, and whether it is allowed where the upload stands. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_UPLOAD_BYTES } from '../../src/protocol/limits.ts'
import { readAppend, refusalOfAppend, roomLeft } from '../../src/tus/appending.ts'
import type { UploadView } from '../../src/tus/upload.ts'
import { asked, metadataOf } from './requests.ts'

const read = (headers: Record<string, string>) => readAppend(asked(headers))

describe('[U13] a request with bytes', () => {
  it('takes an empty Upload-Metadata for none', () => {
    expect(read({ 'Upload-Offset': '0', 'Upload-Metadata': ' ' })).toMatchObject({ append: { words: null } })
  })

  it('says where they begin, as in the protocol’s own example', () => {
    expect(read({ 'Upload-Offset': '70' })).toEqual({
      ok: true,
      append: { atByte: 70, lengthBytes: null, checksum: null, bodyBytes: null, words: null },
    })
  })

  it('says how many come, where that is known', () => {
    expect(read({ 'Upload-Offset': '0', 'Content-Length': '700' })).toMatchObject({ append: { bodyBytes: 700 } })
  })

  it('may say how long it all is', () => {
    expect(read({ 'Upload-Offset': '0', 'Upload-Length': '100' })).toMatchObject({ append: { lengthBytes: 100 } })
  })

  it('[U14] may say what is known of the message only now', () => {
    const metadata = metadataOf({ burn: '3', name: 'Ada L.' })
    expect(read({ 'Upload-Offset': '0', 'Upload-Metadata': metadata })).toMatchObject({
      append: { words: { metadata, name: 'Ada L.', facts: { burnDays: 3, ack: 'stored' } } },
    })
  })

  it.each([
    [{}, 'no-offset'],
    [{ 'Upload-Offset': '0', 'Upload-Metadata': 'a b c' }, 'wrong-metadata'],
    [{ 'Upload-Offset': '0', 'Upload-Metadata': metadataOf({ burn: 'x' }) }, 'wrong-burn'],
    [{ 'Upload-Offset': '0', 'Upload-Metadata': metadataOf({ filetype: 'image/png' }) }, 'not-a-clip-type'],
    [{ 'Upload-Offset': '-1' }, 'no-offset'],
    [{ 'Upload-Offset': '1.5' }, 'no-offset'],
    [{ 'Upload-Offset': '0', 'Upload-Length': 'all' }, 'no-length'],
    [{ 'Upload-Offset': '0', 'Upload-Length': String(MAX_UPLOAD_BYTES + 1) }, 'too-large'],
    [{ 'Upload-Offset': '0', 'Upload-Checksum': 'crc32 AAAA' }, 'wrong-checksum-header'],
  ] as [Record<string, string>, string][])('is refused: %j', (headers, reason) => {
    expect(read(headers)).toEqual({ ok: false, reason })
  })

  it('never throws', () => {
    const names = ['upload-offset', 'upload-length', 'upload-checksum', 'upload-metadata']
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.nat().map(String))
    fc.assert(fc.property(fc.dictionary(fc.constantFrom(...names), value), (headers) => void read(headers)))
  })
})

const standing = (change: Partial<UploadView> = {}) => ({
  ...({ kind: 'whole', state: 'receiving', offsetBytes: 70, lengthBytes: 100 } as const),
  ...change,
})
const at = (atByte: number, lengthBytes: number | null = null) => ({ atByte, lengthBytes })

describe('[U13] an upload', () => {
  it('takes bytes where it stands', () => {
    expect(refusalOfAppend(standing(), at(70))).toBeUndefined()
    expect(refusalOfAppend(standing({ kind: 'partial' }), at(70))).toBeUndefined()
  })

  it.each([0, 69, 71, 100])('takes none at byte %s of 70', (atByte) => {
    expect(refusalOfAppend(standing(), at(atByte))).toBe('wrong-offset')
  })

  it('[U16] takes none when it is made of parts', () => {
    expect(refusalOfAppend(standing({ kind: 'final', offsetBytes: 100 }), at(100))).toBe('not-allowed')
  })

  it('takes none once it was refused', () => {
    expect(refusalOfAppend(standing({ state: 'refused' }), at(70))).toBe('upload-over')
  })

  it.each(['received', 'stored', 'announced'] as const)('may be asked again when it is %s', (state) => {
    const whole = standing({ state, offsetBytes: 100 })
    expect(refusalOfAppend(whole, at(100))).toBeUndefined()
    expect(roomLeft(whole)).toBe(0)
  })

  it('[U14] is told its length once', () => {
    const deferred = standing({ lengthBytes: null })
    expect(refusalOfAppend(deferred, at(70, 100))).toBeUndefined()
    expect(refusalOfAppend(deferred, at(70, 70))).toBeUndefined()
    expect(refusalOfAppend(deferred, at(70, 69))).toBe('wrong-length')
    expect(refusalOfAppend(deferred, at(70, MAX_UPLOAD_BYTES + 1))).toBe('too-large')
    expect(refusalOfAppend(standing(), at(70, 100))).toBeUndefined()
    expect(refusalOfAppend(standing(), at(70, 101))).toBe('wrong-length')
  })

  it('takes none that its room has no room for', () => {
    expect(refusalOfAppend(standing(), at(70), false)).toBe('room-uploads-full')
    expect(refusalOfAppend(standing(), at(69), false)).toBe('wrong-offset')
  })

  it('has room up to its length, or to that of the largest upload', () => {
    expect(roomLeft(standing())).toBe(30)
    expect(roomLeft(standing({ lengthBytes: null }))).toBe(MAX_UPLOAD_BYTES - 70)
  })
})
