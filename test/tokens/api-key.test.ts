/** API keys: written and read as one text, and nothing else is taken for one. */

import { expect, it } from 'vitest'
import { looksLikeApiKey, newApiKey, readApiKey, writeApiKey } from '../../src/tokens/api-key.ts'
import { randomId } from '../../src/tokens/random-id.ts'

it('reads what it wrote', () => {
  const key = newApiKey()
  expect(readApiKey(writeApiKey(key))).toEqual(key)
})

it('makes no two alike, and no secret that its id tells', () => {
  const parts = Array.from({ length: 100 }, newApiKey).flatMap(({ id, secret }) => [id, secret])
  expect(new Set(parts).size).toBe(parts.length)
})

it('is told from a token by its beginning', () => {
  expect(looksLikeApiKey(writeApiKey(newApiKey()))).toBe(true)
  expect(looksLikeApiKey('eyJhbGciOiJIUzI1NiJ9.e30.c2ln')).toBe(false)
})

const [id, secret] = [randomId(), randomId()]

it.each([
  '',
  'ek.',
  `ek.${id}`,
  `ek.${id}.`,
  `ek..${secret}`,
  `ek.${id}.${secret}.`,
  `ek.${id}.${secret}x`,
  `EK.${id}.${secret}`,
  `ek.${id}.${secret.slice(1)}`,
  `ek.${id}.${secret}\n`,
  `${id}.${secret}`,
])('reads no key in "%s"', (text) => {
  expect(readApiKey(text)).toBeUndefined()
})
