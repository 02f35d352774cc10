/** Invites in the index: bounded in number, remembered when they are over, and places that are counted once. */

import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { MAX_INVITES } from '../../src/protocol/limits.ts'
import {
  addInvite,
  findDoor,
  hasPlace,
  MAX_PAST_INVITES,
  placesTaken,
  revokeInvite,
  takePlace,
} from '../../src/store/invites.ts'
import { addRoom, removeRoom } from '../../src/store/rooms.ts'
import { randomId } from '../../src/tokens/random-id.ts'

let room: string

beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))
beforeEach(async () => {
  room = randomId()
  await addRoom(env.INDEX, { id: room, name: 'Kitchen', apiKey: null, createdAtMs: 1 }, [])
})

const OPEN = { role: 'speaker', label: null, createdAtMs: 1_000, expiresAtMs: null, maxPeople: null } as const

const add = (id: string, wish: Partial<Parameters<typeof addInvite>[2]> = {}, into = room) =>
  addInvite(env.INDEX, into, { ...OPEN, id, secretHash: `hash of ${id}`, ...wish })

const ids = async () => (await findDoor(env.INDEX, room))?.invites.map(({ id }) => id)

it('finds the room with all of its invites, the oldest first', async () => {
  const [first, second] = [randomId(), randomId()]
  await add(second, { createdAtMs: 2, label: 'Late', expiresAtMs: 3, maxPeople: 4 })
  await add(first, { createdAtMs: 1 })
  const unrevoked = { revokedAtMs: null }
  expect(await findDoor(env.INDEX, room)).toEqual({
    ...{ id: room, name: 'Kitchen', apiKey: null },
    invites: [
      { ...OPEN, ...unrevoked, id: first, secretHash: `hash of ${first}`, createdAtMs: 1 },
      {
        ...{ ...OPEN, ...unrevoked, id: second, secretHash: `hash of ${second}` },
        ...{ createdAtMs: 2, label: 'Late', expiresAtMs: 3, maxPeople: 4 },
      },
    ],
  })
  expect(await findDoor(env.INDEX, randomId())).toBeNull()
})

it('changes nothing of an invite that is added again, and adds none to a room that there is not', async () => {
  const id = randomId()
  expect([await add(id), await add(id, { label: 'again' }), await add(randomId(), {}, randomId())]).toEqual([
    true,
    true,
    false,
  ])
  expect((await findDoor(env.INDEX, room))?.invites).toMatchObject([{ id, label: null }])
})

/** So many invites at once, all of one kind. */
const fill = (kind: 'open' | 'revoked' | 'expired', count: number) =>
  env.INDEX.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?3)
     INSERT INTO invites (id, room, secret_hash, role, created_at_ms, revoked_at_ms, expires_at_ms)
     SELECT ?1 || ?2 || i, ?1, '', 'speaker', i, iif(?2 = 'revoked', 1, NULL), iif(?2 = 'expired', ?4, NULL) FROM n`,
  )
    .bind(room, kind, count, OPEN.createdAtMs - 1)
    .run()

it('counts those alone that are open', async () => {
  await fill('open', MAX_INVITES - 1)
  await fill('revoked', 5)
  await fill('expired', 5)
  const [last, tooMany] = [randomId(), randomId()]
  expect([await add(last), await add(tooMany), await add(last)]).toEqual([true, false, true])
})

it(`remembers the last ${MAX_PAST_INVITES} that are over`, async () => {
  await fill('revoked', MAX_PAST_INVITES)
  await fill('expired', 2)
  const id = randomId()
  await add(id)
  const left = (await ids()) ?? []
  expect(left).toHaveLength(MAX_PAST_INVITES + 1)
  expect(left).toContain(id)
  for (const gone of ['expired1', 'revoked1']) expect(left).not.toContain(`${room}${gone}`)
  expect(left).toContain(`${room}revoked${MAX_PAST_INVITES}`)
})

it('revokes an invite of this room, once', async () => {
  const id = randomId()
  await add(id)
  expect([
    await revokeInvite(env.INDEX, randomId(), id, 5),
    await revokeInvite(env.INDEX, room, id, 6),
    await revokeInvite(env.INDEX, room, id, 7),
  ]).toEqual([false, true, true])
  expect((await findDoor(env.INDEX, room))?.invites).toMatchObject([{ revokedAtMs: 6 }])
})

it('gives each person one place, and no more places than there are', async () => {
  const id = randomId()
  await add(id, { maxPeople: 2 })
  const take = (person: string) => takePlace(env.INDEX, id, person, 1)
  expect([await take('ann'), await take('bob'), await take('cem'), await take('ann')]).toEqual([
    ...[true, true],
    ...[false, true],
  ])
  expect(await placesTaken(env.INDEX, room)).toEqual(new Map([[id, 2]]))
})

it('tells who has a place or could take one, and takes none', async () => {
  const id = randomId()
  await add(id, { maxPeople: 1 })
  const has = (person: string) => hasPlace(env.INDEX, id, person)
  expect([await has('ann'), await has('bob')]).toEqual([true, true])
  await takePlace(env.INDEX, id, 'ann', 1)
  expect([await has('ann'), await has('bob')]).toEqual([true, false])
})

it('gives the last place to one of many who come at once', async () => {
  const id = randomId()
  await add(id, { maxPeople: 3 })
  const taken = await Promise.all(Array.from({ length: 10 }, (_, at) => takePlace(env.INDEX, id, `person ${at}`, 1)))
  expect(taken.filter(Boolean)).toHaveLength(3)
})

it('gives no place of an invite that went with its room', async () => {
  const id = randomId()
  await add(id, { maxPeople: 3 })
  await removeRoom(env.INDEX, room)
  expect(await takePlace(env.INDEX, id, 'ann', 1)).toBe(false)
})
