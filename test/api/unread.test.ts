/** What somebody has missed in a room, counted without going in. */

import { beforeAll, expect, it } from 'vitest'
import { randomId } from '../../src/tokens/random-id.ts'
import { errorOf, openIndex, posted, request, tokenFor } from './door.ts'
import { archiveOf, asked, keptRoom, type Speaker, say, somebody } from './kept-room.ts'

let room: string
let ada: Speaker
let bob: Speaker

beforeAll(async () => {
  await openIndex()
  room = await keptRoom()
  ada = await somebody(room, 'Ada')
  bob = await somebody(room, 'Bob')
})

const unreadOf = async (speaker: Speaker) => (await asked(speaker, `/v1/rooms/${room}/unread`)).json()

const write = (speaker: Speaker, text: string) =>
  archiveOf(room).append({ kind: 'text', id: randomId(), by: { person: speaker.person, name: speaker.name }, text })

it('is nothing, then texts and clips of others', async () => {
  expect(await unreadOf(bob)).toEqual({ texts: 0, clips: 0, lastEntry: 0 })
  await write(ada, 'Are you there?')
  const clip = await say(ada)
  expect(await unreadOf(bob)).toEqual({ texts: 1, clips: 1, lastEntry: 2 })
  expect(await unreadOf(ada)).toEqual({ texts: 0, clips: 0, lastEntry: 2 })
  await asked(bob, `/v1/clips/${clip}/heard`, posted({ name: 'Bob', uptoMs: 10 }))
  expect(await unreadOf(bob)).toMatchObject({ texts: 1, clips: 0 })
})

it('begins anew when somebody has been there', async () => {
  await write(ada, 'Hello?')
  await somebody(room, 'Bob')
  expect(await unreadOf(bob)).toMatchObject({ texts: 0 })
})

it('is everything to somebody who has never been there', async () => {
  const token = await tokenFor(room, { person: 'guest:cyd' })
  expect(await unreadOf({ ...bob, token })).toMatchObject({ texts: 2, clips: 1 })
})

it('wants a token of the room', async () => {
  expect(await errorOf(await request(`/v1/rooms/${room}/unread`))).toMatchObject({ code: 'token-missing' })
  const token = await tokenFor(randomId())
  expect(await errorOf(await asked({ ...bob, token }, `/v1/rooms/${room}/unread`))).toMatchObject({
    code: 'token-elsewhere',
  })
})
