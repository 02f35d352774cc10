/** The secret TOKEN_KEYS is read whole or refused, and no refusal repeats it. */

import { expect, it } from 'vitest'
import { readSigningKeys } from '../../src/tokens/signing-keys.ts'
import { keyPair } from './keys.ts'

it('signs with the first key and knows them all', () => {
  const keys = readSigningKeys(` ${keyPair('b')}\n${keyPair('a')} `)
  expect(keys.current.id).toBe('b')
  expect([...keys.all.keys()]).toEqual(['b', 'a'])
  expect(keys.all.get('a')).toEqual(new TextEncoder().encode('a'.repeat(32)))
})

it.each([
  ['is not set', undefined, 'TOKEN_KEYS is not set'],
  ['is empty', ' ', 'TOKEN_KEYS is not set'],
  ['has no id', keyPair('a').slice(1), 'entry 1 is not'],
  ['has no key', `${keyPair('a')} b:`, 'entry 2 is not'],
  ['is not base64url', `a:${'+/'.repeat(22)}`, 'entry 1 is not'],
  ['has a key under 256 bits', keyPair('a', 31), 'fewer than 32 bytes'],
  ['names two keys alike', `${keyPair('a')} ${keyPair('a')}`, 'two keys alike'],
])('refuses a secret that %s', (_, secret, message) => {
  expect(() => readSigningKeys(secret)).toThrow(message)
})

it('does not repeat a key that it refuses', () => {
  const short = keyPair('a', 31)
  const [, key] = short.split(':')
  expect(() => readSigningKeys(short)).toThrow(new RegExp(`^(?!.*${key})`))
})
