/** The REST secret's credential, against one that openssl computed. test/process/turn.test.ts has a real coturn take it. */

import { expect, it } from 'vitest'
import { mintCoturnCredential } from '../../src/turn/coturn-credential.ts'

// printf '1800000000:q83vEjRWeJCrze8SNFZ4kA' | openssl dgst -sha1 -hmac 'north-pole' -binary | base64
const KNOWN = { username: '1800000000:q83vEjRWeJCrze8SNFZ4kA', credential: '9KcIk0+43gOOTML0KeDKECeMxiE=' }

it('signs the name and the second in which it expires', async () => {
  expect(await mintCoturnCredential('q83vEjRWeJCrze8SNFZ4kA', 1_800_000_000_000, 'north-pole')).toEqual(KNOWN)
})

it('never lasts longer than it was asked to: what is left of a second is cut off', async () => {
  expect(await mintCoturnCredential('q83vEjRWeJCrze8SNFZ4kA', 1_800_000_000_999, 'north-pole')).toEqual(KNOWN)
})

it('signs with the secret as it is, in UTF-8', async () => {
  // printf '1800000000:x' | openssl dgst -sha1 -hmac 'nørd' -binary | base64
  const { credential } = await mintCoturnCredential('x', 1_800_000_000_000, 'nørd')
  expect(credential).toBe('RYle5pB1TmokOJ8ivixzPKEcGKU=')
})
