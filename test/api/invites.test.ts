/** Invites: made, shown, exchanged within their bounds, taken back; and why one does not open, to who has it alone. */

import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { MAX_INVITES } from '../../src/protocol/limits.ts'
import { GOOD_FOR_MS } from '../../src/store/cached-lookup.ts'
import { findDoor, MAX_PAST_INVITES, revokeInvite } from '../../src/store/invites.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import {
  by,
  type CreatedRoom,
  createRoom,
  errorOf,
  exchange,
  type IssuedToken,
  type MadeKey,
  makeKey,
  openIndex,
  posted,
  request,
  requestUnder,
  tokenFor,
} from './door.ts'

interface Invite {
  id: string
  role: string
  label: string | null
  createdAtMs: number
  expiresAtMs: number | null
  maxPeople: number | null
  people: number | null
  revokedAtMs: number | null
  came: { person: string; name: string; firstSeenAtMs: number }[]
}

let key: MadeKey
let created: CreatedRoom
let owner: string

beforeAll(openIndex)
beforeEach(async () => {
  key = await makeKey()
  created = await createRoom('Kitchen', key.text)
  owner = (await exchanged(created.ownerSecret)).token
})
afterEach(() => vi.useRealTimers())

const path = (invite?: string) => `/v1/rooms/${created.room.id}/invites${invite === undefined ? '' : `/${invite}`}`

const exchanged = async (secret: string, guest?: string): Promise<IssuedToken> =>
  (await exchange(created.room.id, secret, guest)).json()

const make = (body: unknown = {}, credential = owner) => request(path(), by(credential, posted(body)))
const made = async (body?: unknown) => (await make(body)).json<{ invite: Invite; secret: string }>()

async function list(credential = owner): Promise<Invite[]> {
  const { invites } = await (await request(path(), by(credential))).json<{ invites: Invite[] }>()
  return invites
}

const revoke = (invite: string, credential = owner) => request(path(invite), by(credential, { method: 'DELETE' }))

it('makes a link that opens the room', async () => {
  const response = await make({ role: 'listener', label: 'The press' })
  expect(response.status).toBe(201)
  const { invite, secret } = await response.json<{ invite: Invite; secret: string }>()
  expect(invite).toEqual({
    id: expect.stringMatching(/^[\w-]{22}$/),
    role: 'listener',
    label: 'The press',
    createdAtMs: expect.any(Number),
    expiresAtMs: null,
    maxPeople: null,
    people: null,
    revokedAtMs: null,
    came: [],
  })
  expect(await exchanged(secret)).toMatchObject({ role: 'listener', room: created.room })
})

it('makes one for speakers who come as often and as many as they like, unless said otherwise', async () => {
  expect((await made()).invite).toMatchObject({ role: 'speaker', label: null, expiresAtMs: null, maxPeople: null })
})

it('lists them with the two that a room begins with, and no secret', async () => {
  const { invite, secret } = await made({ label: 'Late ones' })
  const invites = await list()
  expect(invites.map(({ role, label }) => [role, label]).toSorted()).toEqual([
    ['owner', null],
    ['speaker', null],
    ['speaker', 'Late ones'],
  ])
  expect(invites.at(-1)).toEqual(invite)
  expect(JSON.stringify(invites)).not.toContain(secret)
  expect(JSON.stringify(await env.INDEX.prepare('SELECT * FROM invites').all())).not.toContain(secret)
})

it('names the invite in the token', async () => {
  const { invite, secret } = await made()
  const { token } = await exchanged(secret)
  expect(JSON.parse(atob(token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''))).toMatchObject({
    invite: invite.id,
  })
})

it('shows who came by which', async () => {
  const { invite } = await made()
  const hello = { session: randomId(), name: 'Ann', role: 'speaker', keep: false, address: null, after: 0 } as const
  const admission = await env.ARCHIVES.getByName(created.room.id).admit({
    ...hello,
    person: 'guest:ann',
    invite: invite.id,
  })
  expect(admission).toMatchObject({ ok: true })
  const came = (await list()).filter(({ came }) => came.length > 0)
  expect(came.map(({ id, came }) => [id, came])).toEqual([
    [invite.id, [{ person: 'guest:ann', name: 'Ann', firstSeenAtMs: expect.any(Number) }]],
  ])
})

describe('an invite that is over', () => {
  it('opens nothing once it has expired, and says so to who has its secret', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { invite, secret } = await made({ expiresInSeconds: 60 })
    expect(invite.expiresAtMs).toBe(invite.createdAtMs + 60_000)
    vi.setSystemTime((invite.expiresAtMs ?? 0) - 1)
    expect((await exchange(created.room.id, secret)).status).toBe(200)
    vi.advanceTimersByTime(1)
    const error = await errorOf(await exchange(created.room.id, secret))
    expect(error).toMatchObject({ status: 403, code: 'invite-expired' })
  })

  it('opens nothing once it is revoked, at once here', async () => {
    const { invite, secret } = await made()
    expect((await exchange(created.room.id, secret)).status).toBe(200)
    expect((await revoke(invite.id)).status).toBe(204)
    const error = await errorOf(await exchange(created.room.id, secret))
    expect(error).toMatchObject({ status: 403, code: 'invite-revoked' })
    expect((await list()).at(-1)?.revokedAtMs).toEqual(expect.any(Number))
  })

  it('opens nothing within five seconds where it was revoked elsewhere', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { invite, secret } = await made()
    expect((await exchange(created.room.id, secret)).status).toBe(200)
    await revokeInvite(env.INDEX, created.room.id, invite.id, Date.now())
    vi.advanceTimersByTime(GOOD_FOR_MS)
    expect(await errorOf(await exchange(created.room.id, secret))).toMatchObject({ code: 'invite-revoked' })
  })

  it('tells no more than a wrong secret to who has none', async () => {
    const { invite } = await made()
    await revoke(invite.id)
    expect(await errorOf(await exchange(created.room.id, randomId()))).toMatchObject({ code: 'wrong-secret' })
  })

  it('keeps its row and the time of its revocation when it is revoked again', async () => {
    const { invite } = await made()
    await revoke(invite.id)
    const before = (await list()).at(-1)
    expect((await revoke(invite.id)).status).toBe(204)
    expect((await list()).at(-1)).toEqual(before)
  })

  it('leaves whoever came by it in the room', async () => {
    const { invite, secret } = await made()
    const { token } = await exchanged(secret)
    await revoke(invite.id)
    expect((await request(`/v1/rooms/${created.room.id}/entries`, by(token))).status).toBe(200)
  })
})

describe('an invite for so many people', () => {
  it('counts each person once, however often they come', async () => {
    const { secret } = await made({ maxPeople: 2 })
    const ann = await exchanged(secret)
    const again = await exchanged(secret, ann.guest)
    expect(again.person).toBe(ann.person)
    const bob = await exchanged(secret)
    expect(await errorOf(await exchange(created.room.id, secret))).toMatchObject({
      status: 403,
      code: 'invite-used-up',
    })
    expect((await exchange(created.room.id, secret, bob.guest)).status).toBe(200)
    expect((await list()).at(-1)).toMatchObject({ maxPeople: 2, people: 2 })
  })

  it('gives the last place to one of two who come at once', async () => {
    const { secret } = await made({ maxPeople: 1 })
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(created.room.id, secret)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(7).fill(403)])
    expect((await list()).at(-1)).toMatchObject({ people: 1 })
  })

  it('takes no place of whoever only looks, and tells them when there is none left', async () => {
    const { secret } = await made({ maxPeople: 1, expiresInSeconds: 60 })
    const look = (guest?: string) =>
      request(`/v1/rooms/${created.room.id}/tokens`, posted({ secret, guest, look: true }))
    for (let time = 0; time < 3; time += 1) {
      const invite = { role: 'speaker', maxPeople: 1, expiresAtMs: expect.any(Number) }
      expect(await (await look()).json()).toMatchObject({ invite })
    }
    expect((await list()).at(-1)).toMatchObject({ people: 0 })
    const ann = await exchanged(secret)
    expect((await look(ann.guest)).status).toBe(200)
    expect(await errorOf(await look())).toMatchObject({ status: 403, code: 'invite-used-up' })
  })

  it('takes no place of whoever the room keeps out', async () => {
    const { secret } = await made({ maxPeople: 1 })
    const locked = await request(`/v1/rooms/${created.room.id}/moderation`, by(owner, posted({ action: 'lock' })))
    expect(locked.status).toBe(200)
    expect(await errorOf(await exchange(created.room.id, secret))).toMatchObject({ status: 403, code: 'locked' })
    expect((await list()).at(-1)).toMatchObject({ people: 0 })
  })

  it('takes no place for somebody who has no place to take', async () => {
    const { invite } = await made({ maxPeople: 1 })
    await exchange(created.room.id, randomId())
    expect((await list()).find(({ id }) => id === invite.id)).toMatchObject({ people: 0 })
  })
})

describe('who may', () => {
  it('lets the key that made the room', async () => {
    const response = await make({ role: 'owner' }, key.text)
    expect(response.status).toBe(201)
    const { invite } = await response.json<{ invite: Invite }>()
    expect((await list(key.text)).map(({ id }) => id)).toContain(invite.id)
    expect((await revoke(invite.id, key.text)).status).toBe(204)
  })

  it.each(['moderator', 'speaker', 'listener'] as const)('does not let a %s', async (role) => {
    const token = await tokenFor(created.room.id, { role })
    for (const refused of [request(path(), by(token)), make({}, token), revoke(randomId(), token)]) {
      expect(await errorOf(await refused)).toMatchObject({ status: 403, code: 'not-allowed' })
    }
  })

  it('does not let the owner of another room, another key, or nobody', async () => {
    const elsewhere = await tokenFor(randomId(), { role: 'owner' })
    expect(await errorOf(await make({}, elsewhere))).toMatchObject({ code: 'token-elsewhere' })
    expect(await errorOf(await make({}, (await makeKey()).text))).toMatchObject({ status: 404, code: 'unknown-room' })
    expect(await errorOf(await make({}, (await makeKey(['tokens'])).text))).toMatchObject({ code: 'key-scope' })
    expect(await errorOf(await request(path()))).toMatchObject({ code: 'token-missing' })
  })
})

it('makes one invite of a request that comes twice', async () => {
  const { headers, ...init } = by(owner, posted({ label: 'Once' }))
  const twice = { ...init, headers: { ...(headers as Record<string, string>), 'idempotency-key': randomId() } }
  const answers = [await request(path(), twice), await request(path(), twice)]
  const [first, second] = await Promise.all(answers.map((answer) => answer.json<{ secret: string }>()))
  expect(second).toEqual(first)
  expect((await list()).filter(({ label }) => label === 'Once')).toHaveLength(1)
  expect((await exchange(created.room.id, first?.secret ?? '')).status).toBe(200)
})

describe('a request that comes again', () => {
  const again = (idempotencyKey: string) => {
    const { headers, ...init } = by(owner, posted({ label: 'Once' }))
    return request(path(), {
      ...init,
      headers: { ...(headers as Record<string, string>), 'idempotency-key': idempotencyKey },
    })
  }
  /** As many as are remembered, each over later than any that a test makes. */
  const fillPast = () =>
    env.INDEX.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MAX_PAST_INVITES})
       INSERT INTO invites (id, room, secret_hash, role, created_at_ms, revoked_at_ms)
       SELECT ?1 || i, ?1, '', 'speaker', ?2, 1 FROM n`,
    )
      .bind(created.room.id, Date.now() + 60_000)
      .run()

  it('opens no revoked invite again that is forgotten', async () => {
    const key = randomId()
    const { invite, secret } = await (await again(key)).json<{ invite: Invite; secret: string }>()
    await revoke(invite.id)
    await fillPast()
    await made()
    expect((await list()).map(({ id }) => id)).not.toContain(invite.id)
    expect(await errorOf(await again(key))).toMatchObject({ status: 410, code: 'invite-deleted' })
    expect(await errorOf(await exchange(created.room.id, secret))).toMatchObject({ code: 'wrong-secret' })
  })

  it('is answered as before while the invite is remembered, and opens it no more', async () => {
    const key = randomId()
    const first = await (await again(key)).json<{ invite: Invite; secret: string }>()
    await revoke(first.invite.id)
    expect(await (await again(key)).json()).toEqual(first)
    expect(await errorOf(await exchange(created.room.id, first.secret))).toMatchObject({ code: 'invite-revoked' })
  })

  it('makes the invite for which there was no place before', async () => {
    const key = randomId()
    await fillOpen()
    expect(await errorOf(await again(key))).toMatchObject({ code: 'too-many-invites' })
    await revokeInvite(env.INDEX, created.room.id, `${created.room.id}3`, Date.now())
    expect((await again(key)).status).toBe(201)
  })
})

/** As many open ones as there may be, with the two that the room begins with. */
const fillOpen = () =>
  env.INDEX.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < ${MAX_INVITES})
     INSERT INTO invites (id, room, secret_hash, role, created_at_ms) SELECT ?1 || i, ?1, '', 'speaker', 1 FROM n`,
  )
    .bind(created.room.id)
    .run()

it(`makes none beside ${MAX_INVITES} that are open, until one of them is revoked`, async () => {
  await fillOpen()
  expect(await errorOf(await make())).toMatchObject({ status: 409, code: 'too-many-invites' })
  await revokeInvite(env.INDEX, created.room.id, `${created.room.id}3`, Date.now())
  expect((await make()).status).toBe(201)
})

it('knows no invite of another room, and none that never was', async () => {
  const other = await createRoom('Cellar', key.text)
  const [theirs] = (await findDoor(env.INDEX, other.room.id))?.invites ?? []
  for (const id of [theirs?.id ?? '', randomId(), 'short']) {
    expect(await errorOf(await revoke(id))).toMatchObject({ status: 404, code: 'unknown-invite' })
  }
})

it.each([
  ['a role that there is not', { role: 'king' }, 'role'],
  ['an empty label', { label: ' ' }, 'label'],
  ['an end before the beginning', { expiresInSeconds: 0 }, 'expiresInSeconds'],
  ['an end in half a second', { expiresInSeconds: 0.5 }, 'expiresInSeconds'],
  ['nobody', { maxPeople: 0 }, 'maxPeople'],
  ['everybody', { maxPeople: 1e9 }, 'maxPeople'],
])('refuses %s and says which field it is', async (_, body, field) => {
  const error = await errorOf(await make(body))
  expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
  expect(error.message).toContain(`"${field}"`)
})

it('says in no log what a link’s secret is when something breaks', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { secret } = await made()
  const settings = { TOKEN_KEYS: '' }
  const broken = await requestUnder(settings, `/v1/rooms/${created.room.id}/tokens`, posted({ secret }))
  const lines = log.mock.calls.flat().join('\n')
  log.mockRestore()
  expect(broken.status).toBe(500)
  expect(lines).toMatch(/TOKEN_KEYS/)
  for (const unsaid of [secret, created.room.id]) expect(lines).not.toContain(unsaid)
})
