/** Base64 and UTF-8 without a platform: what they are for any bytes, and nothing for what is none. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBase64, readUtf8 } from '../../src/tus/base64.ts'

describe('readBase64', () => {
  it('reads what is written of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(readBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes)
      }),
    )
  })

  // RFC 4648 §10
  it.each([
    ['', ''],
    ['Zg==', 'f'],
    ['Zm8=', 'fo'],
    ['Zm9v', 'foo'],
    ['Zm9vYmFy', 'foobar'],
  ])('reads "%s" as "%s"', (text, said) => {
    expect(Buffer.from(readBase64(text) ?? []).toString()).toBe(said)
    expect(readBase64(text)).toBeDefined()
  })

  it.each(['Z', 'Zg', 'Zg=', 'Zm9v=', 'Zg==Zg==', 'Zm 8=', 'Zm9-', 'Zm9_', '====', 'Zm8\n'])(
    'takes "%s" for none',
    (text) => {
      expect(readBase64(text)).toBeUndefined()
    },
  )

  it('reads any text or says that it is none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const bytes = readBase64(text)
        if (bytes !== undefined) expect(Buffer.from(text, 'base64')).toEqual(Buffer.from(bytes))
      }),
    )
  })
})

describe('readUtf8', () => {
  it('reads what is written of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(readUtf8(Buffer.from(text))).toBe(text)
      }),
    )
  })

  it('agrees with the platform on any bytes', () => {
    const strict = (bytes: Uint8Array) => {
      try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
      } catch {
        return undefined
      }
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => void expect(readUtf8(bytes)).toBe(strict(bytes))),
    )
  })
})
