/** An upload as headers tell of it. */

import { describe, expect, it } from 'vitest'
import type { UploadView } from '../../src/tus/upload.ts'
import { fullHeadersOf, headersOf } from '../../src/tus/view-headers.ts'
import { ID, metadataOf, OTHER } from './requests.ts'

const metadata = metadataOf({ filetype: 'audio/ogg' })
const view = (change: Partial<UploadView> = {}): UploadView => ({
  ...{
    kind: 'whole',
    parts: [],
    concat: '',
    clip: ID,
    offsetBytes: 70,
    lengthBytes: 100,
    metadata,
    state: 'receiving',
    entry: null,
  },
  // The date of the protocol's own example.
  ...{ expiresAtMs: Date.UTC(2014, 5, 25, 16) },
  ...change,
})

describe('headersOf', () => {
  it('[U8] says how far it is and until when', () => {
    expect(headersOf(view())).toEqual({
      'upload-offset': '70',
      'upload-expires': 'Wed, 25 Jun 2014 16:00:00 GMT',
      'earshot-upload-state': 'receiving',
      'earshot-clip': ID,
    })
  })

  it('[U8] says which entry of the log it became', () => {
    const announced = view({ state: 'announced', offsetBytes: 100, entry: 12 })
    expect(headersOf(announced)).toMatchObject({ 'earshot-upload-state': 'announced', 'earshot-entry': '12' })
  })

  it('[U8] says of a part nothing of a clip', () => {
    expect(headersOf(view({ kind: 'partial' }))).not.toHaveProperty('earshot-clip')
  })

  it('[U18] says no offset of what is not joined yet', () => {
    const final: Partial<UploadView> = { kind: 'final', parts: [ID, OTHER], state: 'received' }
    expect(headersOf(view({ ...final, offsetBytes: 0, lengthBytes: null }))).not.toHaveProperty('upload-offset')
    expect(headersOf(view({ ...final, offsetBytes: 100 }))).toHaveProperty('upload-offset', '100')
  })
})

it('[U18] says no offset of what was refused', () => {
  const headers = headersOf(view({ state: 'refused', offsetBytes: 100 }))
  expect(headers).toHaveProperty('earshot-upload-state', 'refused')
  expect(headers).not.toHaveProperty('upload-offset')
})

describe('fullHeadersOf', () => {
  it('gives the metadata back as it was sent, and the length', () => {
    expect(fullHeadersOf(view())).toMatchObject({ 'upload-length': '100', 'upload-metadata': metadata })
    expect(fullHeadersOf(view())).not.toHaveProperty('upload-defer-length')
    expect(fullHeadersOf(view({ metadata: '' }))).not.toHaveProperty('upload-metadata')
  })

  it('[U14] says that the length is still to come', () => {
    const headers = fullHeadersOf(view({ lengthBytes: null }))
    expect(headers).toHaveProperty('upload-defer-length', '1')
    expect(headers).not.toHaveProperty('upload-length')
  })

  it('[U16] says what is a part, and what joins which', () => {
    expect(fullHeadersOf(view({ kind: 'partial', concat: 'partial' }))).toHaveProperty('upload-concat', 'partial')
    const concat = `final;https://earshot.example/v1/uploads/${ID} uploads/${OTHER}`
    const final = fullHeadersOf(view({ kind: 'final', parts: [ID, OTHER], concat, lengthBytes: null }))
    expect(final).toHaveProperty('upload-concat', concat)
    expect(final).not.toHaveProperty('upload-defer-length')
  })
})
