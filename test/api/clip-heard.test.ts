/** Who has heard a clip: whoever says so, once. */

import { beforeAll, expect, it } from 'vitest'
import type { ClipDetails } from '../../src/archive/clip-answers.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { errorOf, openIndex, posted, request, tokenFor } from './door.ts'
import { asked, begin, deleted, keptRoom, type Speaker, say, somebody } from './kept-room.ts'

let room: string
let ada: Speaker
let clip: string

beforeAll(async () => {
  await openIndex()
  room = await keptRoom()
  ada = await somebody(room, 'Ada')
  clip = await say(ada)
})

const hear = (speaker: Speaker, body: unknown, of = clip) => asked(speaker, `/v1/clips/${of}/heard`, posted(body))

it('is told by those who have listened, and told once', async () => {
  const bob = await somebody(room, 'Bob')
  const cyd = await somebody(room, 'Cyd')
  await hear(bob, { name: 'Bob' })
  await hear(bob, { name: 'Bob' })
  const response = await hear(cyd, { name: 'Cyd' })
  expect(response.status).toBe(200)
  const heardBy = [bob, cyd].map(({ person, name }) => ({ person, name }))
  expect(await response.json()).toEqual({ heardBy })
  expect((await (await asked(ada, `/v1/clips/${clip}`)).json<ClipDetails>()).heardBy).toEqual(heardBy)
})

it('is told under the name that the token fixes, whatever is asked for', async () => {
  const dan = await somebody(room, 'Dan')
  const token = await tokenFor(room, { person: dan.person, name: 'Dan D.' })
  const { heardBy } = await (await hear({ ...dan, token }, { name: 'The owner' })).json<ClipDetails>()
  expect(heardBy.at(-1)).toEqual({ person: dan.person, name: 'Dan D.' })
})

it('may be said of a talk that is not over', async () => {
  expect((await hear(ada, { name: 'Ada' }, await begin(ada, 1_000))).status).toBe(200)
})

it.each([{}, { name: '' }, { name: 7 }])('wants a name: not %j', async (body) => {
  expect(await errorOf(await hear(ada, body))).toMatchObject({ status: 400, code: 'invalid-request' })
})

it('is not said of what is gone, or was never there', async () => {
  const gone = await say(ada, { slot: 2_000 })
  await deleted(ada, gone)
  expect(await errorOf(await hear(ada, { name: 'Ada' }, gone))).toMatchObject({ status: 410, code: 'clip-deleted' })
  expect(await errorOf(await hear(ada, { name: 'Ada' }, randomId()))).toMatchObject({
    status: 404,
    code: 'unknown-clip',
  })
})

it('wants a token', async () => {
  const response = await request(`/v1/clips/${clip}/heard`, posted({ name: 'Ada' }))
  expect(await errorOf(response)).toMatchObject({ status: 401, code: 'token-missing' })
})
