/**
 * What a crash or a deployment does: every process of the server dies at once, and starts again on what it had stored.
 * Clients resume; nothing that was acknowledged may be gone, nothing may be there twice.
 */

import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EarshotServer, startEarshot } from '../support/earshot-server.ts'
import { Member } from '../support/member.ts'
import { markedMessage, markOf } from '../support/packets.ts'
import { randomId } from '../support/random-id.ts'
import { createRoom, requestToken } from '../support/room.ts'
import { until } from '../support/until.ts'

/** Enough that the kill falls between the first and the last of them. */
const SAID_INTO_THE_CRASH = 60

let server: EarshotServer

beforeAll(async () => {
  server = await startEarshot()
})

afterAll(async () => {
  await server.kill()
  rmSync(server.state, { recursive: true })
})

it('[R5] [R10] gives members back their numbers and the log back whole after the runtime was killed', async () => {
  const { origin } = server
  const { room, ownerSecret, guestSecret } = await createRoom(origin, 'Restart')
  const ownerToken = await requestToken(origin, room, ownerSecret)
  const guestToken = await requestToken(origin, room, guestSecret)
  const ann = await Member.join({ origin, room, token: ownerToken, name: 'Ann' })
  const bob = await Member.join({ origin, room, token: guestToken, name: 'Bob' })
  await ann.say('before the crash')
  await bob.said('entry')

  const unsure = new Map(Array.from({ length: SAID_INTO_THE_CRASH }, (_, index) => [randomId(), `line ${index}`]))
  for (const [id, text] of unsure) ann.send({ type: 'say', id, text })
  await until(() => ann.all('ack').length > 1, 'the first acknowledgement')
  await server.kill()
  await until(() => ann.closed && bob.closed, 'both sockets to break')
  const acknowledged = ann.all('ack')
  for (const { id } of acknowledged) unsure.delete(id)
  server = await startEarshot(server)

  const after = bob.entries.at(-1)?.number ?? 0
  const annAgain = await Member.join({ origin, room, token: ownerToken, name: 'Ann', session: ann.session })
  const back = { session: bob.session, after, pings: true }
  const bobAgain = await Member.join({ origin, room, token: guestToken, name: 'Bob', ...back })
  expect([annAgain.welcome.resumed, annAgain.number]).toEqual([true, ann.number])
  expect([bobAgain.welcome.resumed, bobAgain.number]).toEqual([true, bob.number])
  for (const [id, text] of unsure) await annAgain.say(text, id)

  const last = SAID_INTO_THE_CRASH + 1
  await bobAgain.said('entry', ({ entries }) => entries.some(({ number }) => number === last))
  const log = [...bob.entries, ...bobAgain.entries]
  expect(log.map(({ number }) => number)).toEqual(Array.from({ length: last }, (_, index) => index + 1))
  expect(new Set(log.map((entry) => entry.kind === 'text' && entry.text)).size).toBe(last)
  const stored = await page(origin, room, guestToken)
  expect(stored).toEqual(log)
  for (const { id, number } of acknowledged) expect(stored[number - 1]).toMatchObject({ id, number })

  annAgain.sendAudio(markedMessage(100, 'we talk again'))
  await until(() => bobAgain.packets.length > 0, 'audio after the restart')
  expect(bobAgain.packets.map((packet) => [packet.speaker, markOf(packet)])).toEqual([[ann.number, 'we talk again']])
  await annAgain.close()
  await bobAgain.close()
})

async function page(origin: string, room: string, token: string): Promise<{ number: number }[]> {
  const answer = await fetch(`${origin}/v1/rooms/${room}/entries?limit=100`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return (await answer.json()).entries
}
