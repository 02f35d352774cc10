/** Upload-Concat: a part, or what joins parts, by whatever kind of address. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_UPLOAD_PARTS } from '../../src/protocol/limits.ts'
import { addressOf, readConcat } from '../../src/tus/concat.ts'
import { ID, OTHER } from './requests.ts'

describe('[U16] Upload-Concat', () => {
  it('is not there: a whole upload', () => {
    expect(readConcat(undefined)).toEqual({ kind: 'whole', parts: [], concat: '' })
  })

  it('says that it is a part', () => {
    expect(readConcat(' partial')).toEqual({ kind: 'partial', parts: [], concat: 'partial' })
  })

  it.each([
    ['absolute', `https://earshot.example/v1/uploads/${ID} http://127.0.0.1:8787/v1/uploads/${OTHER}`],
    ['relative', `/v1/uploads/${ID} uploads/${OTHER}`],
    ['spread', `  //earshot.example/v1/uploads/${ID}   /behind/a/proxy/v1/uploads/${OTHER} `],
  ])('names parts by %s addresses', (_, addresses) => {
    const concat = `final;${addresses}`
    expect(readConcat(concat)).toEqual({ kind: 'final', parts: [ID, OTHER], concat: concat.trim() })
  })

  it('may name a part twice', () => {
    expect(readConcat(`final;${addressOf(ID)} ${addressOf(ID)}`)?.parts).toEqual([ID, ID])
  })

  it.each([
    'final',
    'final;',
    'final; ',
    'whole',
    '',
    'partial;x',
    'final;/files/a /files/b',
    `final;${ID}`,
    `final;/v1/uploads/${ID}/x`,
    `final;/v1/uploads/${ID}?x=1`,
    `final;/v1/uploads/${ID}#x`,
    `final;/v1/uploads/${ID},/v1/uploads/${OTHER}`,
    `final;/ü/v1/uploads/${ID}`,
    `partial, final;/v1/uploads/${ID}`,
  ])('is none in "%s"', (header) => {
    expect(readConcat(header)).toBeUndefined()
  })

  it('joins no more parts than there may be', () => {
    const joining = (count: number) => `final;${Array.from({ length: count }, () => addressOf(ID)).join(' ')}`
    expect(readConcat(joining(MAX_UPLOAD_PARTS))?.parts).toHaveLength(MAX_UPLOAD_PARTS)
    expect(readConcat(joining(MAX_UPLOAD_PARTS + 1))).toBeUndefined()
  })

  it('names every part, in its order', () => {
    const id = fc.stringMatching(/^[\w-]{22}$/)
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: MAX_UPLOAD_PARTS }), (parts) => {
        expect(readConcat(`final;${parts.map(addressOf).join(' ')}`)?.parts).toEqual(parts)
      }),
    )
  })

  it('never throws', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((rest) => `final;${rest}`),
    )
    fc.assert(fc.property(text, (header) => void readConcat(header)))
  })
})
