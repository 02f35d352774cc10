/** How long a token is used again. */

import { describe, expect, it } from 'vitest'
import { expiryMs, issuedMs, KeptToken, personIn } from '../../src/client/kept-token.ts'

/** Unsigned: nobody checks it here. */
const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`

describe('the expiry of a token', () => {
  it('is its `exp`', () => {
    expect(expiryMs(jwt({ exp: 1_800_000_000 }))).toBe(1_800_000_000_000)
  })

  it('is read from any base64url, padded or not, of any names', () => {
    for (const sub of ['', 'a', 'ab', 'abc', 'Zoë?>~ÿÿÿ', '日本語']) expect(expiryMs(jwt({ sub, exp: 7 }))).toBe(7_000)
  })

  it.each(['', 'opaque', 'a.b.c', 'a.!.c', `a.${btoa('null')}.c`, `a.${btoa('[')}.c`, jwt({}), jwt({ exp: '7' })])(
    'of %j cannot be read',
    (token) => {
      expect(expiryMs(token)).toBeUndefined()
    },
  )
})

describe('the person of a token', () => {
  it.each(['ada', 'Zoë?>~ÿÿÿ', '日本語'])('is its `sub`: %s', (sub) => {
    expect(personIn(jwt({ sub }))).toBe(sub)
  })

  it.each(['', 'opaque', jwt({}), jwt({ sub: 7 })])('of %j cannot be read', (token) => {
    expect(personIn(token)).toBeUndefined()
  })
})

it('the time at which a token was made is its `iat`', () => {
  expect(issuedMs(jwt({ iat: 1_800_000_000, exp: 7 }))).toBe(1_800_000_000_000)
  expect(issuedMs(jwt({ exp: 7 }))).toBeUndefined()
  expect(issuedMs('opaque')).toBeUndefined()
})

describe('a kept token', () => {
  const token = jwt({ exp: 1_000 })

  it('is good until a minute before its expiry', () => {
    const kept = new KeptToken()
    expect(kept.at(0)).toBeUndefined()
    kept.keep(token)
    expect(kept.at(939_999)).toBe(token)
    expect(kept.at(940_000)).toBeUndefined()
  })

  it('is none once dropped, or when it does not say how long it is good', () => {
    const kept = new KeptToken()
    kept.keep(token)
    kept.drop()
    expect(kept.at(0)).toBeUndefined()
    kept.keep(token)
    kept.keep('opaque')
    expect(kept.at(0)).toBeUndefined()
  })
})
