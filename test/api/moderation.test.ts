/** Deciding about people over HTTP: who may, what it does, and that it stands in the log once. */

import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { PERSONAL_RATES } from '../../src/protocol/limits.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { Guest, guest, owner as ownerArrival } from '../durable-objects/guest.ts'
import { createRoom, errorOf, openIndex, posted, request, tokenFor } from './door.ts'

let room: string
let owner: string
let speaker: string

beforeAll(async () => {
  await openIndex()
  room = (await createRoom('Kitchen')).room.id
  owner = await tokenFor(room, { person: 'guest:olga', role: 'owner', name: 'Olga' })
  speaker = await tokenFor(room, { person: 'guest:sam', role: 'speaker' })
})

const withToken = (token: string, init: RequestInit = {}): RequestInit => ({
  ...init,
  headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` },
})
const moderate = (token: string, act: unknown, at = room) =>
  request(`/v1/rooms/${at}/moderation`, withToken(token, posted(act)))
const people = (token: string) => request(`/v1/rooms/${room}/people`, withToken(token))
const raise = (token: string, hand: unknown, at = room) =>
  request(`/v1/rooms/${at}/hand`, withToken(token, { ...posted(hand), method: 'PUT' }))

describe('moderation', () => {
  it('[C12] takes effect in the room, and stands in its log', async () => {
    const ada = await Guest.join(room, guest('ada'))
    const response = await moderate(owner, { action: 'mute', person: 'ada' })
    expect(response.status).toBe(200)
    const { number } = await response.json<{ number: number }>()
    await ada.next('state', ({ members }) => members[0]?.silenced === true)
    const { entries } = await ada.next('entry')
    expect(entries).toMatchObject([
      { number, action: 'mute', by: { person: 'guest:olga', name: 'Olga' }, target: { person: 'ada', name: 'ada' } },
    ])
  })

  it('does the same act once', async () => {
    await Guest.join(room, guest('bob'))
    const act = { id: randomId(), action: 'role', person: 'bob', role: 'moderator' }
    const first = await (await moderate(owner, act)).json()
    expect(await (await moderate(owner, act)).json()).toEqual(first)
  })

  it('[C42] refuses whoever may not', async () => {
    expect(await errorOf(await moderate(speaker, { action: 'lock' }))).toMatchObject({
      status: 403,
      code: 'not-allowed',
    })
  })

  it('knows nobody who has never been there', async () => {
    const refusal = await errorOf(await moderate(owner, { action: 'remove', person: 'nobody' }))
    expect(refusal).toMatchObject({ status: 404, code: 'unknown-person' })
  })

  it.each([
    ['no action', {}],
    ['an action that there is not', { action: 'praise', person: 'ada' }],
    ['nobody to do it to', { action: 'mute' }],
    ['a role that nobody gives', { action: 'role', person: 'ada', role: 'owner' }],
    ['no days', { action: 'keep' }],
    ['an id of another shape', { action: 'lock', id: 'again' }],
  ])('refuses %s', async (_, act) => {
    expect(await errorOf(await moderate(owner, act))).toMatchObject({ status: 400, code: 'invalid-request' })
  })

  it('says in plain words what there is to choose from', async () => {
    const response = await moderate(owner, { action: 'praise' })
    const { error } = await response.json<{ error: { message: string } }>()
    expect(error.message).toMatch(/^The value of "action" is not valid: One of "mute", .*, "end" is expected\.$/)
  })

  it('says how long to wait when it is too much', async () => {
    const busy = (await createRoom()).room.id
    const token = await tokenFor(busy, { person: 'guest:eve', role: 'owner' })
    const attempts = PERSONAL_RATES.moderate.burst + 20
    const answers = await Promise.all(Array.from({ length: attempts }, () => moderate(token, { action: 'lock' }, busy)))
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused.length).toBeGreaterThan(0)
    for (const answer of refused) {
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(await errorOf(answer)).toMatchObject({ status: 429, code: 'too-many-requests' })
    }
  })
})

describe('people', () => {
  it('are listed for those who decide about them', async () => {
    await Guest.join(room, { ...guest('cyd'), invite: 'invite-c' })
    const { people: known } = await (await people(owner)).json<{ people: { person: string }[] }>()
    expect(known.find(({ person }) => person === 'cyd')).toEqual({
      person: 'cyd',
      name: 'cyd',
      role: 'speaker',
      invite: 'invite-c',
      firstSeenAtMs: expect.any(Number),
      lastSeenAtMs: expect.any(Number),
      silenced: false,
      removed: false,
      networkKeptOutUntilMs: null,
    })
  })

  it('are nobody else’s business', async () => {
    expect(await errorOf(await people(speaker))).toMatchObject({ status: 403, code: 'not-allowed' })
  })
})

describe('[C39] a hand', () => {
  it('goes up and down for everybody to see', async () => {
    const sam = await Guest.join(room, guest('guest:sam'))
    expect((await raise(speaker, { raised: true })).status).toBe(204)
    const up = await sam.next('state', ({ members }) => members[0]?.handRaisedAtMs != null)
    expect(up.members[0]?.member).toBe(sam.number)
    expect((await raise(owner, { raised: false, person: 'guest:sam' })).status).toBe(204)
    await sam.next('state', ({ members }) => members[0]?.handRaisedAtMs === null)
  })

  it('is raised by nobody for somebody else, nor lowered but by those who may', async () => {
    await Guest.join(room, ownerArrival('boss'))
    const moderator = await tokenFor(room, { person: 'guest:mo', role: 'moderator' })
    for (const [token, hand] of [
      [owner, { raised: true, person: 'guest:sam' }],
      [speaker, { raised: false, person: 'guest:olga' }],
      [moderator, { raised: false, person: 'boss' }],
    ] as const) {
      expect(await errorOf(await raise(token, hand))).toMatchObject({ status: 403, code: 'not-allowed' })
    }
  })

  it('wakes no room for somebody who was removed', async () => {
    const { id } = (await createRoom()).room
    await env.ARCHIVES.getByName(id).admit({
      ...{ session: randomId(), person: 'eve', name: 'Eve', role: 'speaker' },
      ...{ keep: false, invite: null, address: null, after: 0 },
    })
    await moderate(await tokenFor(id, { person: 'guest:olga', role: 'owner' }), { action: 'remove', person: 'eve' }, id)
    const refusal = await errorOf(await raise(await tokenFor(id, { person: 'eve' }), { raised: true }, id))
    expect(refusal).toMatchObject({ status: 403, code: 'removed' })
  })
})
