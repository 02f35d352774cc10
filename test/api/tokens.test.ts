/** Exchanging a link for a token: what the token is for, and who its bearer is. */

import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkParticipantToken } from '../../src/tokens/participant-token.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { readSigningKeys } from '../../src/tokens/signing-keys.ts'
import { keyPair } from '../tokens/keys.ts'
import {
  by,
  type CreatedRoom,
  createRoom,
  errorOf,
  exchange,
  type IssuedToken,
  openIndex,
  posted,
  request,
  requestUnder,
} from './door.ts'

let created: CreatedRoom

beforeAll(openIndex)
beforeEach(async () => {
  created = await createRoom('Kitchen')
})

const issue = async (secret: string, guest?: string): Promise<IssuedToken> =>
  (await exchange(created.room.id, secret, guest)).json()

it.each([
  ['owner', 'ownerSecret'],
  ['speaker', 'guestSecret'],
] as const)('gives the token of the %s', async (role, secret) => {
  const issued = await issue(created[secret])
  const { id: room } = created.room
  const reading = await checkParticipantToken(issued.token, readSigningKeys(env.TOKEN_KEYS), Date.now())
  expect(reading).toMatchObject({ ok: true, bearer: { person: issued.person, room, role, name: null } })
  expect(issued).toMatchObject({ role, room: created.room, person: expect.stringMatching(/^guest:/) })
})

it('says when the token expires', async () => {
  const { token, expiresAtMs } = await issue(created.guestSecret)
  const keys = readSigningKeys(env.TOKEN_KEYS)
  expect(await checkParticipantToken(token, keys, expiresAtMs - 1)).toMatchObject({ ok: true })
  expect(await checkParticipantToken(token, keys, expiresAtMs)).toEqual({ ok: false, reason: 'expired' })
})

it('keeps the person whose credential is shown', async () => {
  const first = await issue(created.guestSecret)
  const second = await issue(created.ownerSecret, first.guest)
  expect(second.person).toBe(first.person)
  expect((await issue(created.guestSecret, second.guest)).person).toBe(first.person)
})

it('makes a new person of whoever shows none', async () => {
  expect((await issue(created.guestSecret)).person).not.toBe((await issue(created.guestSecret)).person)
})

it.each([
  ['no credential at all', async () => 'not a credential'],
  ['a forged one', async ({ guest }: IssuedToken) => `${guest.slice(0, -4)}AAAA`],
  ['a token in its place', async ({ token }: IssuedToken) => token],
  ['one of a retired key', ofRetiredKey],
])('makes a new person of whoever shows %s', async (_, credential) => {
  const first = await issue(created.guestSecret)
  const response = await exchange(created.room.id, created.guestSecret, await credential(first))
  expect(response.status).toBe(200)
  expect((await response.json<IssuedToken>()).person).not.toBe(first.person)
})

async function ofRetiredKey(): Promise<string> {
  const settings = { TOKEN_KEYS: keyPair('retired') }
  const path = `/v1/rooms/${created.room.id}/tokens`
  const response = await requestUnder(settings, path, posted({ secret: created.guestSecret }))
  return (await response.json<IssuedToken>()).guest
}

it.each(['', 'short', randomId(), 'x'.repeat(5_000)])('refuses the secret "%.25s"', async (secret) => {
  expect(await errorOf(await exchange(created.room.id, secret))).toMatchObject({ status: 403, code: 'wrong-secret' })
})

it('refuses the secret of another room', async () => {
  const other = await createRoom()
  const error = await errorOf(await exchange(created.room.id, other.ownerSecret))
  expect(error).toMatchObject({ status: 403, code: 'wrong-secret' })
})

it.each([randomId(), 'kitchen', `${randomId()}x`, '%00'])('knows no room "%s"', async (room) => {
  expect(await errorOf(await exchange(room, created.guestSecret))).toMatchObject({ status: 404, code: 'unknown-room' })
})

it.each([
  ['no secret', {}, 'secret'],
  ['a secret that is none', { secret: 7 }, 'secret'],
  ['a credential that is none', { secret: '', guest: {} }, 'guest'],
])('refuses %s and says which field it is', async (_, body, field) => {
  const error = await errorOf(await request(`/v1/rooms/${created.room.id}/tokens`, posted(body)))
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(error.message).toContain(`"${field}"`)
})

describe('looking before one comes in', () => {
  const seen = (secret: string, guest?: string) =>
    request(`/v1/rooms/${created.room.id}/tokens`, posted({ secret, guest, look: true }))

  it.each([
    ['owner', 'ownerSecret'],
    ['speaker', 'guestSecret'],
  ] as const)('tells what the link of the %s does, and gives no token', async (role, secret) => {
    const response = await seen(created[secret])
    expect(response.status).toBe(200)
    const invite = { role, expiresAtMs: null, maxPeople: null }
    expect(await response.json()).toEqual({ room: created.room, role, invite })
  })

  it('tells what one was made in the room, beside what the link makes of others', async () => {
    const { person, guest } = await issue(created.guestSecret)
    await joinAs(person)
    await moderate({ action: 'role', person, role: 'listener' })
    const answer = await (await seen(created.guestSecret, guest)).json()
    expect(answer).toMatchObject({ role: 'listener', invite: { role: 'speaker' } })
  })

  it('tells who was removed, and a newcomer to a locked room', async () => {
    const { person, guest } = await issue(created.guestSecret)
    await joinAs(person)
    await moderate({ action: 'remove', person })
    expect(await errorOf(await seen(created.guestSecret, guest))).toMatchObject({ status: 403, code: 'removed' })
    await moderate({ action: 'lock' })
    expect(await errorOf(await seen(created.guestSecret))).toMatchObject({ status: 403, code: 'locked' })
    expect((await seen(created.ownerSecret)).status).toBe(200)
  })

  it('refuses a link that opens nothing', async () => {
    expect(await errorOf(await seen(randomId()))).toMatchObject({ status: 403, code: 'wrong-secret' })
  })
})

const moderate = async (act: object): Promise<void> => {
  const { token } = await issue(created.ownerSecret)
  const response = await request(`/v1/rooms/${created.room.id}/moderation`, by(token, posted(act)))
  expect(response.status).toBe(200)
}

/** Somebody who is in the room, as its Archive knows them. */
async function joinAs(person: string): Promise<void> {
  const archive = env.ARCHIVES.getByName(created.room.id)
  const visit = { name: 'Ann', role: 'speaker', keep: false, invite: null, address: null, after: 0 } as const
  expect(await archive.admit({ person, session: randomId(), ...visit })).toMatchObject({ ok: true })
}
