/** A secret is known again by its hash alone. */

import { expect, it } from 'vitest'
import { randomId } from '../../src/tokens/random-id.ts'
import { hashSecret, indexOfMatch, matchesHash } from '../../src/tokens/secret-hash.ts'

it('hashes by SHA-256', async () => {
  // FIPS 180-4, the digest of "abc"; base64url of ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad
  expect(await hashSecret('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
})

it('knows a secret by its hash', async () => {
  const secret = randomId()
  expect(await matchesHash(secret, await hashSecret(secret))).toBe(true)
})

it.each([
  ['another secret', randomId()],
  ['nothing', ''],
  ['something much longer', 'x'.repeat(10_000)],
])('does not take %s for it', async (_, other) => {
  expect(await matchesHash(other, await hashSecret(randomId()))).toBe(false)
})

it('takes nothing for a hash that is cut off', async () => {
  const secret = randomId()
  expect(await matchesHash(secret, (await hashSecret(secret)).slice(0, 20))).toBe(false)
})

it('finds the hash of a secret among many, wherever it stands', async () => {
  const secrets = [randomId(), randomId(), randomId()]
  const hashes = await Promise.all(secrets.map(hashSecret))
  expect(await Promise.all(secrets.map((secret) => indexOfMatch(secret, hashes)))).toEqual([0, 1, 2])
  expect(await indexOfMatch(randomId(), hashes)).toBe(-1)
  expect(await indexOfMatch(randomId(), [])).toBe(-1)
})
