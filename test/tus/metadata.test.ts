/** Upload-Metadata: what the protocol's text allows, and nothing that would be another header on its way back. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMetadata, textOf } from '../../src/tus/metadata.ts'
import { base64 } from './requests.ts'

const texts = (header: string | undefined): Record<string, string | undefined> | undefined => {
  const metadata = readMetadata(header)
  return metadata && Object.fromEntries([...metadata.keys()].map((key) => [key, textOf(metadata, key)]))
}

describe('[U11] Upload-Metadata', () => {
  it('is read as in the protocol’s own example', () => {
    const header = 'filename d29ybGRfZG9taW5hdGlvbl9wbGFuLnBkZg==,is_confidential'
    expect(texts(header)).toEqual({ filename: 'world_domination_plan.pdf', is_confidential: '' })
  })

  it.each([undefined, '', '  '])('has no keys in %j', (header) => {
    expect(texts(header)).toEqual({})
  })

  it('may have spaces around its commas, as joined headers do, and a space where there is no value', () => {
    expect(texts(`a ${base64('x')} , b ,c ${base64('ü')}`)).toEqual({ a: 'x', b: '', c: 'ü' })
  })

  it.each([
    ['a key twice', 'a Zg==,a Zg=='],
    ['a pair that is empty', 'a Zg==,,b Zg=='],
    ['a value that is no Base64', 'a Zg'],
    ['more than a key and a value', 'a Zg== Zg=='],
    ['two spaces', 'a  Zg=='],
    ['a line break', 'a Zg==\r\nx-evil: 1'],
    ['what is no ASCII', 'schlüssel Zg=='],
  ])('is none with %s', (_, header) => {
    expect(readMetadata(header)).toBeUndefined()
  })

  it('gives every key and every byte, whatever they are', () => {
    const key = fc.stringMatching(/^[!-+\--~]{1,12}$/)
    const pairs = fc.uniqueArray(fc.tuple(key, fc.uint8Array({ maxLength: 20 })), { selector: ([name]) => name })
    fc.assert(
      fc.property(pairs, (said) => {
        const header = said.map(([name, bytes]) => `${name} ${Buffer.from(bytes).toString('base64')}`).join(',')
        expect([...(readMetadata(header) ?? [])]).toEqual(said)
      }),
    )
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => void readMetadata(header)))
  })
})
