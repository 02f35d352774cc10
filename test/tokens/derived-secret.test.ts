/** Secrets that can be made again: by who has the key, for the same words. */

import { expect, it } from 'vitest'
import { deriveSecret } from '../../src/tokens/derived-secret.ts'

const KEY = new TextEncoder().encode('a key of thirty-two bytes or more')

it('is HMAC-SHA256 of the words, cut to 128 bits', async () => {
  // printf 'earshot derived secret\na\nb' | openssl dgst -sha256 -hmac 'a key of thirty-two bytes or more' -binary | head -c16 | basenc --base64url
  expect(await deriveSecret(KEY, ['a', 'b'])).toBe('6BS_PcTQew4M6VJ12C1rKQ')
})

it('is the same for the same words, and another for others or under another key', async () => {
  const secrets = [
    await deriveSecret(KEY, ['a', 'b']),
    await deriveSecret(KEY, ['ab']),
    await deriveSecret(KEY, ['b', 'a']),
    await deriveSecret(new Uint8Array(32), ['a', 'b']),
  ]
  expect(new Set(secrets).size).toBe(secrets.length)
  expect(await deriveSecret(KEY, ['a', 'b'])).toBe(secrets[0])
})

it('has the shape of a random id', async () => {
  expect(await deriveSecret(KEY, [])).toMatch(/^[\w-]{22}$/)
})
