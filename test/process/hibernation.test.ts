/**
 * A room of silent members is put out of memory while their sockets stay open, and wakes with everyone still in it:
 * over real sockets, with the runtime's own eviction in place of the ten quiet seconds that bring it about.
 */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestHarness } from 'wrangler'
import { Member } from '../support/member.ts'
import { markedMessage, markOf } from '../support/packets.ts'
import { createRoom, requestToken } from '../support/room.ts'
import { until } from '../support/until.ts'

const secrets = { TOKEN_KEYS: 'test:dGhlIHRlc3RzIHNpZ24gd2l0aCB0aGlzLCBub2JvZHkgZWxzZQ' }
const vars = { ANYONE_MAY_CREATE_ROOMS: 'true' }
const harness = createTestHarness({ workers: [{ configPath: './wrangler.toml', vars, secrets }] })
let origin: string

beforeAll(async () => {
  origin = (await harness.listen()).url.origin
  await harness.getWorker().applyD1Migrations('INDEX')
})

afterAll(() => harness.close())

it('wakes with every member, number and state that it had when it fell asleep', async () => {
  const { room, guestSecret } = await createRoom(origin)
  const join = async (name: string) =>
    Member.join({ origin, room, token: await requestToken(origin, room, guestSecret), name })
  const [ann, bob, cem] = [await join('Ann'), await join('Bob'), await join('Cem')]
  cem.send({ type: 'state', deafened: true })
  await ann.said('state', ({ members }) => members.some(({ deafened }) => deafened))

  await harness.getWorker().evictDurableObject('Room', { name: room, webSockets: 'hibernate' })
  for (const member of [ann, bob]) member.ping()
  await until(() => ann.pongs === 1 && bob.pongs === 1, '[C24] pongs from the runtime')
  ann.sendAudio(markedMessage(0, 'awake?'))
  await until(() => bob.packets.length > 0, 'audio after the sleep')
  expect(bob.packets.map((packet) => [packet.speaker, markOf(packet)])).toEqual([[ann.number, 'awake?']])

  const dan = await join('Dan')
  await until(() => dan.all('joined').flatMap(({ members }) => members).length === 3, 'Dan to see everybody')
  const seen = dan.all('joined').flatMap(({ members }) => members.map(({ member, deafened }) => [member, deafened]))
  expect(seen.sort()).toEqual([
    [ann.number, false],
    [bob.number, false],
    [cem.number, true],
  ])
  expect([ann, bob, cem].map(({ closed }) => closed)).toEqual([undefined, undefined, undefined])
  expect(cem.packets).toEqual([])
  for (const member of [ann, bob, cem, dan]) await member.close()
})
