/** A link's secret is known again by its hash alone. */

import { expect, it } from 'vitest'
import { hashLinkSecret, matchesLinkHash } from '../../src/tokens/link-secret.ts'
import { randomId } from '../../src/tokens/random-id.ts'

it('hashes by SHA-256', async () => {
  // FIPS 180-4, the digest of "abc"; base64url of ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad
  expect(await hashLinkSecret('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
})

it('knows a secret by its hash', async () => {
  const secret = randomId()
  expect(await matchesLinkHash(secret, await hashLinkSecret(secret))).toBe(true)
})

it.each([
  ['another secret', randomId()],
  ['nothing', ''],
  ['something much longer', 'x'.repeat(10_000)],
])('does not take %s for it', async (_, other) => {
  expect(await matchesLinkHash(other, await hashLinkSecret(randomId()))).toBe(false)
})

it('takes nothing for a hash that is cut off', async () => {
  const secret = randomId()
  expect(await matchesLinkHash(secret, (await hashLinkSecret(secret)).slice(0, 20))).toBe(false)
})
