/** A guest's credential: whoever shows it is the same person, for as long as it is genuine. */

import { expect, it } from 'vitest'
import {
  GUEST_LIFETIME_MS,
  mintGuestCredential,
  newGuest,
  readGuestCredential,
} from '../../src/tokens/guest-credential.ts'
import { mintParticipantToken } from '../../src/tokens/participant-token.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { keysOf } from './keys.ts'

const NOW_MS = 1_800_000_000_000
const KEYS = keysOf('a')

it('names the person it was made for', async () => {
  const person = newGuest()
  expect(person).toMatch(/^guest:[0-9a-f-]{36}$/)
  expect(await readGuestCredential(await mintGuestCredential(person, KEYS, NOW_MS), KEYS, NOW_MS)).toBe(person)
})

it('lasts 400 days', async () => {
  const person = newGuest()
  const credential = await mintGuestCredential(person, KEYS, NOW_MS)
  expect(await readGuestCredential(credential, KEYS, NOW_MS + GUEST_LIFETIME_MS - 1)).toBe(person)
  expect(await readGuestCredential(credential, KEYS, NOW_MS + GUEST_LIFETIME_MS)).toBeUndefined()
})

it('outlives a rotation of keys, not the retirement of its own', async () => {
  const person = newGuest()
  const credential = await mintGuestCredential(person, KEYS, NOW_MS)
  expect(await readGuestCredential(credential, keysOf('b', 'a'), NOW_MS)).toBe(person)
  expect(await readGuestCredential(credential, keysOf('b'), NOW_MS)).toBeUndefined()
})

it('is nobody’s when it is forged', async () => {
  const credential = await mintGuestCredential(newGuest(), KEYS, NOW_MS)
  expect(await readGuestCredential(`${credential.slice(0, -4)}AAAA`, KEYS, NOW_MS)).toBeUndefined()
  expect(await readGuestCredential('', KEYS, NOW_MS)).toBeUndefined()
})

it('is nobody’s when it names an account', async () => {
  expect(await readGuestCredential(await mintGuestCredential('ann', KEYS, NOW_MS), KEYS, NOW_MS)).toBeUndefined()
})

it('is not a participant’s token', async () => {
  const bearer = { person: newGuest(), room: randomId(), role: 'speaker' as const, name: null, invite: null }
  const { token } = await mintParticipantToken(bearer, KEYS, NOW_MS)
  expect(await readGuestCredential(token, KEYS, NOW_MS)).toBeUndefined()
})
